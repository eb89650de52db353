package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A jar that carries a checkpoint as {@code META-INF/syr/checkpoint/<sha256>.<extension>}.
 *
 * @param file the jar, or its class folder
 * @param entry the checkpoint's name in that folder
 */
record CheckpointJar(Path file, String entry) {

    static final String FOLDER = "META-INF/syr/checkpoint";

    private static final String ENTRY = "[0-9a-f]{64}\\.(pth|safetensors)";

    /** The checkpoint in a jar; none where it has none. */
    static Optional<CheckpointJar> in(Path file) {
        List<String> entries = JarContent.list(file, FOLDER).stream().filter(name -> name.matches(ENTRY)).toList();
        if (entries.size() > 1) {
            throw SyrException.badData(
                    file, "holds " + entries.size() + " checkpoints in " + FOLDER + ", and one is expected.", "Use a jar a checkpoint.");
        }
        return entries.stream().findFirst().map(entry -> new CheckpointJar(file, entry));
    }

    String sha256() {
        return entry.substring(0, 64);
    }

    /**
     * Unpacks the checkpoint into the cache, where it isn't there already.
     *
     * @return the verified file
     */
    Path unpack(CheckpointCache cache, String fileName) {
        Path unpacked = cache.file(sha256(), fileName + entry.substring(64));
        if (!Files.isRegularFile(unpacked) || !Sha256.of(unpacked).equals(sha256())) {
            JarContent.read(file, FOLDER + "/" + entry, in -> {
                AtomicFile.write(unpacked, in::transferTo);
                return unpacked;
            });
            requireIntact(unpacked);
        }
        return unpacked;
    }

    private void requireIntact(Path unpacked) {
        String found = Sha256.of(unpacked);
        if (!found.equals(sha256())) {
            try {
                Files.delete(unpacked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw SyrException.badData(
                    file, "its checkpoint's SHA-256 is " + found + ", and its name says " + sha256() + ".", "The jar is damaged; get it again.");
        }
    }
}
