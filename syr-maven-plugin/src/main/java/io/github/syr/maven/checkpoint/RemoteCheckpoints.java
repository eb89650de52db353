package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.maven.Build;
import java.nio.file.Path;

/** Brings checkpoints from the net into the cache. */
public interface RemoteCheckpoints {

    /**
     * The file, verified; downloaded where the cache hasn't got it.
     *
     * @param wish what the user says about servers and mirrors
     * @throws SyrException if it can't be had, or is another file than its SHA-256 says
     */
    Path fetch(RemoteCheckpoint checkpoint, CheckpointWish wish, Build build, CheckpointCache cache) throws InterruptedException;
}
