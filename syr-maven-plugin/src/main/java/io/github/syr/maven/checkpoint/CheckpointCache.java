package io.github.syr.maven.checkpoint;

import java.nio.file.Path;

/**
 * Where checkpoints are kept, once a machine, each in a folder named after its SHA-256.
 *
 * @param root of SYR's cache
 */
public record CheckpointCache(Path root) {

    /** Where a checkpoint lies, or would lie. */
    public Path file(String sha256, String fileName) {
        return root.resolve("checkpoints").resolve(sha256).resolve(fileName);
    }
}
