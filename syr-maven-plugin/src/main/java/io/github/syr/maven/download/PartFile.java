package io.github.syr.maven.download;

import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is there of a file so far, and what the server said of the file that it is a part of: its validator (ETag or
 * date), and its length.
 */
final class PartFile {

    private static final String ENDING = ".part";
    private static final String ANNOUNCED = ".part.validator";

    private final Path part;
    private final Path announced;

    PartFile(Path file) {
        part = file.resolveSibling(file.getFileName() + ENDING);
        announced = file.resolveSibling(file.getFileName() + ANNOUNCED);
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Empty where the part can't be continued. */
    Optional<String> validator() throws IOException {
        // what a header can hold, whatever became of the file
        return size() > 0 ? line(0).filter(text -> text.matches("[\\x20-\\x7e]{1,1000}")) : Optional.empty();
    }

    private OptionalLong length() throws IOException {
        Optional<String> text = line(1).filter(line -> line.matches("\\d{1,18}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    private Optional<String> line(int index) throws IOException {
        if (!Files.exists(announced)) {
            return Optional.empty();
        }
        List<String> lines = new String(Files.readAllBytes(announced), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        return index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
    }

    /**
     * Whether nothing is missing: as after a build that was killed between the last byte and the move.
     *
     * @param known the file's length, where it is known beforehand
     */
    boolean isWhole(String sha256, OptionalLong known) throws IOException {
        long size = size();
        OptionalLong length = known.isPresent() ? known : length();
        return size > 0 && length.isPresent() && length.getAsLong() == size && has(sha256);
    }

    boolean has(String sha256) throws IOException {
        return size() > 0 && Sha256.of(part).equals(sha256);
    }

    /** @param length of the whole file; less than 0 where the server doesn't say */
    void startOver(Optional<String> newValidator, long length) throws IOException {
        delete();
        if (newValidator.isPresent() || length >= 0) {
            String text = newValidator.orElse("") + "\n" + (length < 0 ? "" : length) + "\n";
            AtomicFile.write(announced, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(announced);
    }

    /** Deletes it where nobody has added to it since. */
    void deleteIfOlderThan(Instant time) throws IOException {
        if (Files.exists(part) && Files.getLastModifiedTime(part).toInstant().isBefore(time)) {
            delete();
        }
    }

    /** Deletes the parts below a folder of which that is true, of files that nobody asks for any more. */
    static void deleteAllOlderThan(Path folder, Instant time) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> parts;
        try (Stream<Path> below = Files.walk(folder, 2)) {
            parts = below.filter(path -> path.toString().endsWith(ENDING)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : parts) {
            String name = path.getFileName().toString();
            new PartFile(path.resolveSibling(name.substring(0, name.length() - ENDING.length())))
                    .deleteIfOlderThan(time);
        }
    }

    boolean looksLikeHtml() throws IOException {
        try (InputStream in = Files.newInputStream(part)) {
            String start = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1)
                    .stripLeading()
                    .toLowerCase(Locale.ROOT);
            return start.startsWith("<!doctype html") || start.startsWith("<html");
        }
    }
}
