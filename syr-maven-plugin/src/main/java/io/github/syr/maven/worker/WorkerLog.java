package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code worker.log}: what a build's workers print that is no event; a headline for each worker. */
record WorkerLog(Path file) {

    private static final int TAIL = 12;

    /** Begins a worker's part; the log of an earlier build goes. */
    void begin(String headline, Instant buildStart) {
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(buildStart)) {
                Files.delete(file);
            }
            append("== " + headline);
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    /** Adds a line. */
    void append(String line) {
        try {
            Files.writeString(
                    file,
                    line + System.lineSeparator(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    /** The last lines, whatever bytes they hold. */
    List<String> tail() {
        Deque<String> tail = new ArrayDeque<>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                tail.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                if (tail.size() > TAIL) {
                    tail.remove();
                }
            }
        } catch (IOException e) {
            return List.of("(" + file + " can't be read: " + e.getMessage() + ")");
        }
        return List.copyOf(tail);
    }
}
