package io.github.syr.io;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
        Path partial = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            partial = Files.createTempFile(folder, "." + file.getFileName() + ".", ".partial");
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

    /** Writes bytes; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
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
