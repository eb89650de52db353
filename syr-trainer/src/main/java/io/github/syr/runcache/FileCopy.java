package io.github.syr.runcache;

import io.github.syr.io.Sha256;
import io.github.syr.runcache.CacheEntry.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Copies files, and says what was copied: the very bytes that were read once. */
final class FileCopy {

    private FileCopy() {}

    /**
     * Copies a file of one folder to the same place in another.
     *
     * @param name relative to both, with {@code /}
     */
    static StoredFile copy(Path from, Path to, String name) throws IOException {
        Path target = to.resolve(name);
        Files.createDirectories(target.getParent());
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(from.resolve(name)), digest)) {
            long bytes = Files.copy(in, target);
            return new StoredFile(name, bytes, Sha256.hex(digest));
        }
    }
}
