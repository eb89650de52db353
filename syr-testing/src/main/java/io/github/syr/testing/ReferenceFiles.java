package io.github.syr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that the reference implementation wrote: the folder {@code parity} of the repository. */
public final class ReferenceFiles {

    private static final String PROPERTY = "syr.parity";

    private ReferenceFiles() {}

    /** A file or folder by its path below {@code parity}. */
    public static Path file(String path) {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new IllegalStateException("Run tests by Maven, or with -D" + PROPERTY + "=<the repository>/parity.");
        }
        return Path.of(folder).resolve(path);
    }

    /** The files of a folder below {@code parity} whose names match, sorted. */
    public static List<Path> list(String folder, String regex) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(regex))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
