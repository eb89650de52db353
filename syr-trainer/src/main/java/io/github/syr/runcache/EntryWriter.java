package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.runcache.CacheEntry.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies results into the cache: beside their place first, then moved onto it in one step. */
record EntryWriter(Slots slots) {

    private static final int TRIES = 3;

    /**
     * Stores an entry in the place of an earlier one of the same digest, unless that has the same files.
     *
     * @param root the output folder
     * @param files in it, the one last that makes the result whole
     * @param now when it counts as used
     */
    void write(EntryLabel label, Path root, List<Path> files, Instant now) throws IOException {
        FileTree.makePrivate(slots.root());
        Path partial = slots.newPartial();
        try {
            FileTree.makePrivate(partial);
            List<StoredFile> stored = new ArrayList<>();
            for (Path file : files) {
                String name = root.relativize(file).toString().replace('\\', '/');
                stored.add(FileCopy.copy(root, partial.resolve(CacheEntry.CONTENT), name));
            }
            CacheEntry entry = new CacheEntry(CacheEntry.SCHEMA, label, stored);
            Optional<Slot> earlier = slots.find(label.digest());
            if (earlier.isPresent() && stays(earlier.get(), entry, now)) {
                return;
            }
            Path manifest = partial.resolve(CacheEntry.FILE);
            Files.write(manifest, entry.toJson().getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(manifest, FileTime.from(now));
            if (earlier.isPresent()) {
                earlier.get().delete();
            }
            put(partial, slots.place(label.digest()));
        } finally {
            FileTree.delete(partial);
        }
    }

    /** One that is the same: another build may be reading it. */
    private static boolean stays(Slot earlier, CacheEntry entry, Instant now) throws IOException {
        try {
            if (!earlier.isIntact(entry)) {
                return false;
            }
            earlier.touch(now);
            return true;
        } catch (NoSuchFileException e) {
            // another build has removed it meanwhile
            return false;
        }
    }

    /**
     * Takes an entry out of an archive, in the place of an earlier one of the same digest that is damaged.
     *
     * @throws io.github.syr.error.SyrException if the archive isn't of that entry, or is damaged
     */
    void unpack(Path zip, String digest, long maxBytes) throws IOException {
        FileTree.makePrivate(slots.root());
        Path partial = slots.newPartial();
        try {
            FileTree.makePrivate(partial);
            EntryArchive.unpack(zip, digest, maxBytes, partial);
            Optional<Slot> earlier = slots.find(digest);
            if (earlier.isPresent() && earlier.get().damage().isPresent()) {
                earlier.get().delete();
            }
            put(partial, slots.place(digest));
        } finally {
            FileTree.delete(partial);
        }
    }

    /** What {@link #unpack} would refuse. */
    Optional<String> damage(Path zip, String digest, long maxBytes) throws IOException {
        FileTree.makePrivate(slots.root());
        Path partial = slots.newPartial();
        try {
            FileTree.makePrivate(partial);
            EntryArchive.unpack(zip, digest, maxBytes, partial);
            return Optional.empty();
        } catch (SyrException e) {
            return Optional.of(e.problem());
        } finally {
            FileTree.delete(partial);
        }
    }

    /** Where another build was faster, its entry stays: it is of the same digest. */
    private static void put(Path partial, Path place) throws IOException {
        for (int left = TRIES; left > 0; left--) {
            try {
                Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (Files.isDirectory(place)) {
                    return;
                } else if (left == 1) {
                    throw e;
                }
                // the other's entry may have been removed since
            }
        }
    }
}
