package io.github.syr.maven.build;

import io.github.syr.error.SyrException;
import java.io.FilterInputStream;
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
    public static List<String> list(Path file, String folder) {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(file)) {
            if (Files.isDirectory(file.resolve(folder))) {
                try (Stream<Path> files = Files.list(file.resolve(folder))) {
                    files.filter(Files::isRegularFile)
                            .forEach(entry -> names.add(entry.getFileName().toString()));
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

    /** Opens one entry, which is there; closing the stream closes the jar. */
    public static InputStream open(Path file, String entry) throws IOException {
        if (Files.isDirectory(file)) {
            return Files.newInputStream(file.resolve(entry));
        }
        ZipFile zip = new ZipFile(file.toFile());
        return new FilterInputStream(zip.getInputStream(zip.getEntry(entry))) {
            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    private static SyrException unreadable(Path file, IOException e) {
        return SyrException.badData(
                file,
                "can't be read as a jar: " + e.getMessage() + ".",
                "Delete it, and build or download it again.",
                e);
    }
}
