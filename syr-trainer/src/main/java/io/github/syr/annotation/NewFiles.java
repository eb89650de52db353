package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Files that come into a data set together or not at all: what was written is undone unless it is kept. */
final class NewFiles implements AutoCloseable {

    private final Path root;
    private final DatasetBoundary boundary;
    private final List<String> names = new ArrayList<>();

    /** Files and folders, the last one first. */
    private final Deque<Path> made = new ArrayDeque<>();

    private final Map<Path, byte[]> replaced = new LinkedHashMap<>();
    private boolean kept;

    /** @param root the data set's folder */
    NewFiles(Path root) {
        this.root = root;
        this.boundary = new DatasetBoundary(root, false);
    }

    /**
     * Writes a file that isn't there.
     *
     * @param name relative to the data set's folder with {@code /}
     * @throws SyrException if it is there, it can't be written, or a link leads its folder out of the data set
     */
    void create(String name, byte[] content) {
        Path file = root.resolve(name);
        Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            makeFolder(file.getParent());
            made.push(partial);
            Files.write(partial, content);
            Files.move(partial, file); // refuses to replace
            made.remove(partial);
            made.push(file);
            names.add(name);
        } catch (FileAlreadyExistsException e) {
            throw SyrException.badData(
                    file, "is there already; something else has made it just now.", "Add the image once more.", e);
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    /** Writes a file anew that is there, in one step. */
    void replace(Path file, byte[] content) {
        boundary.requireForWriting(file);
        Path real = DatasetBoundary.real(file);
        try {
            replaced.putIfAbsent(real, Files.readAllBytes(real));
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Make the file readable.", e);
        }
        AtomicFile.write(real, content);
        names.add(DatasetListing.relative(root, file));
    }

    /** The names of all files that were written, relative to the data set's folder, in the order of writing. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** From here on nothing is undone. */
    void keep() {
        kept = true;
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            makeFolder(folder.getParent());
            Files.createDirectory(folder);
            made.push(folder);
        } else if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        boundary.requireForWriting(folder);
    }

    /**
     * Undoes what was written, unless it is kept.
     *
     * @throws SyrException if something of it can't be undone; all else is
     */
    @Override
    public void close() {
        if (kept) {
            return;
        }
        List<SyrException> failures = new ArrayList<>();
        replaced.forEach((file, content) -> attempt(file, () -> AtomicFile.write(file, content), failures));
        made.forEach(file -> attempt(file, () -> Files.deleteIfExists(file), failures));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** A step of undoing. */
    private interface Step {
        void take() throws IOException;
    }

    private static void attempt(Path file, Step step, List<SyrException> failures) {
        try {
            step.take();
        } catch (IOException e) {
            failures.add(SyrException.cantWrite(file, e));
        } catch (SyrException e) {
            failures.add(e);
        }
    }
}
