package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.maven.Build;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Named;
import javax.inject.Singleton;

/** Checkpoints from the net that somebody has put into the cache. */
@Named
@Singleton
public class CachedCheckpoints implements RemoteCheckpoints {

    @Override
    public Path fetch(RemoteCheckpoint checkpoint, CheckpointWish wish, Build build, CheckpointCache cache) {
        Path file = cache.file(checkpoint.sha256(), checkpoint.fileName());
        if (!Files.isRegularFile(file)) {
            throw SyrException.badRequest(checkpoint.uri() + " is not in the cache.", "Download it to " + file + ".");
        }
        return file;
    }
}
