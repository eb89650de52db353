package io.github.syr.io;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files whole or not at all: beside their place first, then moved onto it. */
public final class AtomicFile {

    private AtomicFile() {}

    /** What writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, its folder made where it is missing.
     *
     * @throws SyrException if it can't be written; what stood there before stands there still
     */
    public static void write(Path file, Content content) {
        write(file, content, AtomicFile::sharedPartial);
    }

    /** Writes bytes; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /** Writes bytes that nobody but this user may read, where the file system knows of users. */
    public static void writePrivate(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes), AtomicFile::privatePartial);
    }

    /** Makes the file that is written before it is moved onto its place. */
    @FunctionalInterface
    private interface Partial {
        Path create(Path folder, String name) throws IOException;
    }

    /** With the permissions that any new file of this user has. */
    private static Path sharedPartial(Path folder, String name) throws IOException {
        return Files.createFile(folder.resolve("." + name + "." + UUID.randomUUID() + ".partial"));
    }

    private static Path privatePartial(Path folder, String name) throws IOException {
        return Files.createTempFile(folder, "." + name + ".", ".partial");
    }

    private static void write(Path file, Content content, Partial kind) {
        Path partial = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            partial = kind.create(folder, file.getFileName().toString());
            try (OutputStream out = Files.newOutputStream(partial)) {
                content.writeTo(out);
            }
            move(partial, file);
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        } finally {
            deleteQuietly(partial);
        }
    }

    /** Moves a finished file onto its place, in one step where the file system can. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the write has failed or is done already; a left-over partial file is never read
            }
        }
    }
}
