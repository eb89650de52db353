package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.json.RecordJson;
import io.github.syr.runcache.CacheEntry.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** An entry as one file: a zip with {@code entry.json} and {@code content/}, the same bytes for the same entry. */
final class EntryArchive {

    private static final int LONGEST_MANIFEST = 16 << 20;
    private static final int PIECE = 1 << 16;

    /** The earliest that a zip can say. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private EntryArchive() {}

    static void write(Slot slot, Path zip) throws IOException {
        List<String> names = Stream.concat(
                        Stream.of(CacheEntry.FILE),
                        slot.entry().files().stream().map(file -> CacheEntry.CONTENT + "/" + file.name()))
                .toList();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(NO_TIME);
                out.putNextEntry(entry);
                Files.copy(slot.folder().resolve(name), out);
            }
        }
    }

    /**
     * Unpacks an archive; nothing of it is believed.
     *
     * @param digest that the entry has to be of
     * @param maxBytes the most that its files may take together
     * @param folder to be filled; it is there, and empty
     * @throws SyrException if the file is no archive of that entry; says what is wrong with it
     */
    static void unpack(Path zip, String digest, long maxBytes, Path folder) throws IOException {
        try (ZipFile file = open(zip)) {
            byte[] manifest = manifest(zip, file);
            CacheEntry entry = RecordJson.read(
                    ByteSource.of(manifest, zip + "!/" + CacheEntry.FILE), CacheEntry.class, CacheEntry.SCHEMA);
            if (!entry.label().digest().equals(digest)) {
                throw damaged(zip, "is of the digest " + entry.label().digest() + " instead of " + digest);
            }
            long bytes = 0;
            for (StoredFile stored : entry.files()) {
                bytes = Math.addExact(bytes, Math.max(0, stored.bytes()));
                if (bytes > maxBytes) {
                    throw damaged(zip, "takes more than the whole run cache may hold");
                }
                unpack(zip, file, stored, folder.resolve(CacheEntry.CONTENT));
            }
            Files.write(folder.resolve(CacheEntry.FILE), manifest);
        } catch (IllegalArgumentException e) {
            // the JDK's, of names that are no UTF-8
            throw unreadable(zip, e);
        } catch (ArithmeticException e) {
            throw damaged(zip, "takes more than the whole run cache may hold");
        }
    }

    private static byte[] manifest(Path zip, ZipFile file) throws IOException {
        try (InputStream in = open(zip, file, CacheEntry.FILE)) {
            byte[] bytes = read(zip, () -> in.readNBytes(LONGEST_MANIFEST + 1));
            if (bytes.length > LONGEST_MANIFEST) {
                throw damaged(zip, "has an " + CacheEntry.FILE + " of more than 16 MiB");
            }
            return bytes;
        }
    }

    private static void unpack(Path zip, ZipFile file, StoredFile stored, Path content) throws IOException {
        Path target = content.resolve(stored.name());
        Files.createDirectories(target.getParent());
        MessageDigest digest = Sha256.digest();
        try (InputStream in = open(zip, file, CacheEntry.CONTENT + "/" + stored.name());
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            long left = stored.bytes();
            byte[] piece = read(zip, () -> in.readNBytes(PIECE));
            while (piece.length > 0 && left >= piece.length) {
                out.write(piece);
                left -= piece.length;
                piece = read(zip, () -> in.readNBytes(PIECE));
            }
            left -= piece.length;
            if (left != 0 || !Sha256.hex(digest).equals(stored.sha256())) {
                throw damaged(zip, "has another " + stored.name() + " than was stored");
            }
        }
    }

    private interface Read {

        byte[] bytes() throws IOException;
    }

    /** What can't be inflated is a fault of the archive, not of the disk. */
    private static byte[] read(Path zip, Read read) {
        try {
            return read.bytes();
        } catch (IOException e) {
            throw unreadable(zip, e);
        }
    }

    private static ZipFile open(Path zip) throws IOException {
        try {
            return new ZipFile(zip.toFile());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(zip, e);
        }
    }

    private static InputStream open(Path zip, ZipFile file, String name) {
        Optional<ZipEntry> entry = Optional.ofNullable(file.getEntry(name));
        try {
            return file.getInputStream(entry.orElseThrow(() -> damaged(zip, "has no " + name)));
        } catch (IOException e) {
            throw unreadable(zip, e);
        }
    }

    private static SyrException unreadable(Path zip, Exception e) {
        return damaged(zip, "can't be read as a zip: " + e);
    }

    private static SyrException damaged(Path zip, String what) {
        return SyrException.badData(zip, what + ".", "Delete it where it came from, and upload the run again.");
    }
}
