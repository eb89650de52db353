package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is in a jar, or in the class folder that stands for it in a reactor that doesn't package. */
public final class JarContent {

    private JarContent() {}

    /** Reads an entry. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /** Whether a jar or folder has an entry; what is neither has none. */
    public static boolean has(Path file, String entry) {
        if (Files.isDirectory(file)) {
            return Files.isRegularFile(file.resolve(entry));
        }
        if (!isJar(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(entry) != null;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The names of the files in a folder of a jar or class folder, sorted. */
    static List<String> list(Path file, String folder) {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(file)) {
            if (Files.isDirectory(file.resolve(folder))) {
                try (Stream<Path> files = Files.list(file.resolve(folder))) {
                    files.filter(Files::isRegularFile).forEach(entry -> names.add(entry.getFileName().toString()));
                } catch (IOException e) {
                    throw unreadable(file, e);
                }
            }
        } else if (isJar(file)) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(folder + "/") && name.indexOf('/', folder.length() + 1) < 0)
                        .map(name -> name.substring(folder.length() + 1))
                        .filter(name -> !name.isEmpty())
                        .forEach(names::add);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        names.sort(null);
        return names;
    }

    /** Reads one entry, which is there. */
    static <T> T read(Path file, String entry, Reader<T> reader) {
        try {
            if (Files.isDirectory(file)) {
                try (InputStream in = Files.newInputStream(file.resolve(entry))) {
                    return reader.read(in);
                }
            }
            try (ZipFile zip = new ZipFile(file.toFile());
                    InputStream in = zip.getInputStream(zip.getEntry(entry))) {
                return reader.read(in);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    private static SyrException unreadable(Path file, IOException e) {
        return SyrException.badData(file, "can't be read as a jar: " + e.getMessage() + ".", "Delete it, and build or download it again.", e);
    }
}
