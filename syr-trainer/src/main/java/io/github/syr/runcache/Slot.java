package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry as it lies in the cache; what is in it isn't read yet.
 *
 * @param folder named for the digest
 * @param used when it was last stored or taken
 * @param bytes of its files
 */
public record Slot(Path folder, Instant used, long bytes) {

    /** The entry's digest. */
    public String digest() {
        return folder.getFileName().toString();
    }

    /** @throws SyrException if the manifest is damaged */
    public CacheEntry entry() {
        return CacheEntry.read(folder);
    }

    Path content() {
        return folder.resolve(CacheEntry.CONTENT);
    }

    /** What is wrong with the entry; every file is read. */
    public Optional<String> damage() {
        try {
            CacheEntry entry = entry();
            if (!entry.label().digest().equals(digest())) {
                return Optional.of(
                        "its manifest is of the digest " + entry.label().digest());
            }
            for (CacheEntry.StoredFile file : entry.files()) {
                Path path = content().resolve(file.name());
                if (!Files.isRegularFile(path)) {
                    return Optional.of(file.name() + " is missing");
                } else if (!Sha256.of(path).equals(file.sha256())) {
                    return Optional.of(file.name() + " is not as it was stored");
                }
            }
            return Optional.empty();
        } catch (SyrException e) {
            return Optional.of(e.problem());
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it is what another one would be, undamaged. */
    boolean isIntact(CacheEntry other) {
        try {
            return damage().isEmpty() && entry().files().equals(other.files());
        } catch (SyrException e) {
            // another build has removed it meanwhile
            return false;
        }
    }

    /** It was used just now. */
    void touch(Instant now) throws IOException {
        Files.setLastModifiedTime(folder.resolve(CacheEntry.FILE), FileTime.from(now));
    }

    /**
     * What another entry in this place wouldn't have: the folder's file key, where the file system has such, and the
     * time that its content was written, because file keys are given again.
     *
     * @return nothing where another build has removed the entry
     */
    Optional<String> identity() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            return Optional.of(attributes.fileKey() + " " + attributes.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** As {@link FileTree#delete}, in one step for others: a half-deleted entry is never seen. */
    void delete() throws IOException {
        Path away = folder.resolveSibling("." + digest() + "." + UUID.randomUUID() + ".old");
        try {
            Files.move(folder, away);
        } catch (NoSuchFileException e) {
            return;
        }
        FileTree.delete(away);
    }
}
