package io.github.syr.maven.download;

import io.github.syr.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is there of a file so far, and the server's validator (ETag or date) of the file that it is a part of. */
final class PartFile {

    private final Path part;
    private final Path validator;

    PartFile(Path file) {
        part = file.resolveSibling(file.getFileName() + ".part");
        validator = file.resolveSibling(file.getFileName() + ".part.validator");
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Empty where the part can't be continued. */
    Optional<String> validator() throws IOException {
        return Files.exists(part) && Files.exists(validator)
                ? Optional.of(Files.readString(validator))
                : Optional.empty();
    }

    void startOver(Optional<String> newValidator) throws IOException {
        delete();
        if (newValidator.isPresent()) {
            AtomicFile.write(validator, newValidator.get().getBytes(StandardCharsets.UTF_8));
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(validator);
    }

    boolean looksLikeHtml() throws IOException {
        try (InputStream in = Files.newInputStream(part)) {
            String start = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1)
                    .stripLeading()
                    .toLowerCase(java.util.Locale.ROOT);
            return start.startsWith("<!doctype html") || start.startsWith("<html");
        }
    }
}
