package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.message.OutputLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run writes into the folders of masks and overlays, and what it clears away there. */
final class OutputFiles {

    private final OutputLayout output;
    private final Map<String, String> written = new TreeMap<>();

    OutputFiles(OutputLayout output) {
        this.output = output;
    }

    /** Where overlays of masks lie; other tasks have their own beside. */
    Path overlays() {
        return output.overlays().resolve("masks");
    }

    /** A file of one of the folders, relative to the output folder. */
    String name(Path folder, String file) {
        return output.root().relativize(folder).toString().replace('\\', '/') + "/" + file;
    }

    /** Writes a file unless it stands there already, byte by byte. */
    void write(String name, byte[] bytes) {
        Path file = output.root().resolve(name);
        if (!stands(file, bytes)) {
            AtomicFile.write(file, bytes);
        }
        written.put(name, Sha256.of(bytes));
    }

    private static boolean stands(Path file, byte[] bytes) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == bytes.length
                    && Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            return false;
        }
    }

    /** Everything written, relative to the output folder, with the SHA-256 of its bytes. */
    Map<String, String> written() {
        return Collections.unmodifiableMap(written);
    }

    /** Deletes what earlier runs left: masks of images that are gone, files half written. */
    void deleteOthers() {
        for (Path folder : List.of(output.masks(), overlays())) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        deleteUnlessWritten(file);
                    }
                } catch (IOException e) {
                    throw SyrException.badData(
                            folder,
                            "can't be cleared of old masks: " + e,
                            "Make the folder writable, or delete it.",
                            e);
                }
            }
        }
    }

    private void deleteUnlessWritten(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            try (Stream<Path> content = Files.list(file)) {
                if (content.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(file);
        } else if (!written.containsKey(
                name(file.getParent(), file.getFileName().toString()))) {
            Files.delete(file);
        }
    }
}
