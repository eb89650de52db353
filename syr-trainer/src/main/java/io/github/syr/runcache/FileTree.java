package io.github.syr.runcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders as a whole. */
final class FileTree {

    private FileTree() {}

    /**
     * Makes a folder that nobody but this user may enter, where the file system knows of users; one that is there
     * stays.
     */
    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, attributes);
    }

    /** The bytes of all files in a folder. */
    static long bytes(Path folder) throws IOException {
        long sum = 0;
        for (Path path : all(folder)) {
            sum += Files.isDirectory(path) ? 0 : size(path);
        }
        return sum;
    }

    /** Another build may delete the file meanwhile. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Deletes a folder and all in it; what isn't there needs no deleting. Links are deleted, never followed. */
    static void delete(Path folder) throws IOException {
        List<Path> all = all(folder).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
