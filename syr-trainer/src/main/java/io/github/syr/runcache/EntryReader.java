package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.runcache.CacheEntry.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Copies entries into an output folder; what is put in place is what was verified. */
final class EntryReader {

    private EntryReader() {}

    /** An entry that isn't what was stored. */
    static final class Damaged extends Exception {

        private static final long serialVersionUID = 1;

        Damaged(String problem) {
            super(problem);
        }
    }

    /**
     * Puts an entry's files in place, the last one last.
     *
     * @param root the output folder; nothing in it changes unless all files are as they were stored
     */
    static void restore(Slot slot, Path root) throws IOException, Damaged {
        List<StoredFile> files = files(slot);
        Files.createDirectories(root);
        Path staged = Files.createTempDirectory(root, ".run-cache-");
        try {
            for (StoredFile file : files) {
                stage(slot.content(), staged, file);
            }
            // without the last file, what is in place counts for nothing
            Files.deleteIfExists(root.resolve(files.get(files.size() - 1).name()));
            for (StoredFile file : files) {
                Path place = root.resolve(file.name());
                Files.createDirectories(place.getParent());
                AtomicFile.move(staged.resolve(file.name()), place);
            }
        } finally {
            FileTree.delete(staged);
        }
    }

    private static List<StoredFile> files(Slot slot) throws Damaged {
        try {
            CacheEntry entry = slot.entry();
            if (!entry.label().digest().equals(slot.digest())) {
                throw new Damaged(
                        "its manifest is of the digest " + entry.label().digest());
            }
            return entry.files();
        } catch (SyrException e) {
            throw new Damaged(e.problem());
        }
    }

    private static void stage(Path content, Path staged, StoredFile file) throws IOException, Damaged {
        if (!Files.isRegularFile(content.resolve(file.name()))) {
            throw new Damaged(file.name() + " is missing");
        }
        try {
            if (!FileCopy.copy(content, staged, file.name()).equals(file)) {
                throw new Damaged(file.name() + " is not as it was stored");
            }
        } catch (NoSuchFileException e) {
            throw new Damaged(file.name() + " is missing");
        }
    }
}
