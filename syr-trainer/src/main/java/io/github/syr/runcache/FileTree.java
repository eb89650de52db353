package io.github.syr.runcache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
        List<Path> all = all(folder);
        Collections.reverse(all);
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    /** A folder before what is in it; what another build deletes meanwhile may be missing. */
    private static List<Path> all(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                all.add(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return all;
    }
}
