package io.github.syr.maven.checkpoint;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.maven.build.JarContent;
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

    static final String FOLDER = CheckpointStore.RESOURCES;

    private static final String ENTRY = "[0-9a-f]{64}\\.(pth|safetensors)";

    /** The checkpoint in a jar; none where it has none. */
    static Optional<CheckpointJar> in(Path file) {
        List<String> entries = JarContent.list(file, FOLDER).stream()
                .filter(name -> name.matches(ENTRY))
                .toList();
        if (entries.size() > 1) {
            throw SyrException.badData(
                    file,
                    "holds " + entries.size() + " checkpoints in " + FOLDER + "; one is expected.",
                    "Use one jar per checkpoint.");
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
    Path unpack(CheckpointStore store, String fileName) {
        return store.unpack(
                sha256(),
                fileName + entry.substring(64),
                () -> JarContent.open(file, FOLDER + "/" + entry),
                file + "!/" + FOLDER + "/" + entry);
    }
}
