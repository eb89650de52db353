package io.github.syr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The archive {@code pictures.zip}: small images of every kind, and beside each that is read what Pillow makes of it
 * ({@code NAME.rgb.png}, and {@code NAME.a.png} for its alpha). {@code syr-testing/pillow} tells how it is made.
 */
public final class Pictures {

    private static final FileSystem ARCHIVE = open();

    private Pictures() {}

    private static FileSystem open() {
        try {
            // copied out: a zip file inside a jar is opened by its bytes
            Path copy = Files.createTempFile("syr-pictures", ".zip");
            copy.toFile().deleteOnExit();
            try (var in = Objects.requireNonNull(Pictures.class.getResourceAsStream("pictures.zip"))) {
                Files.write(copy, in.readAllBytes());
            }
            return FileSystems.newFileSystem(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the archive; files in it are files as any other. */
    public static Path file(String name) {
        return ARCHIVE.getPath("/").resolve(name);
    }

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all images that are to be read. */
    public static List<String> read() {
        return names(".*\\.rgb\\.png").map(name -> name.replace(".rgb.png", "")).toList();
    }

    /** The names of all that have to be refused. */
    public static List<String> refused() {
        List<String> read = read();
        return names(".*(?<!\\.rgb\\.png|\\.a\\.png)")
                .filter(name -> !read.contains(name))
                .toList();
    }

    private static Stream<String> names(String regex) {
        try (Stream<Path> files = Files.list(file(""))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(regex))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
