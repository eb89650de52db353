package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.ZipFile.u16;
import static io.github.syr.checkpoint.ZipFile.u32;

import io.github.syr.error.SyrException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A member of a zip archive with all bytes that belong to it: its own header with name and padding, its data, and its
 * data descriptor, if it has one. Source: PKWARE's APPNOTE 6.3, sections 4.3.7 (local header) and 4.3.9 (data
 * descriptor).
 *
 * @param data its place in the file
 * @param end behind its last byte in the file
 */
record ZipMember(ZipEntry entry, ByteRegion data, long end) {

    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    /** CRC and sizes stand in a descriptor behind the data, and may be zero in the local header. */
    private static final int DESCRIBED_BEHIND = 1 << 3;

    private static final int DESCRIPTOR = 0x08074B50;
    private static final int CHUNK = 1 << 18;

    String name() {
        return entry.name();
    }

    long begin() {
        return entry.local();
    }

    /** The member of an entry; its own header and its descriptor have to say what the entry says. */
    static ZipMember of(ZipFile zip, ZipEntry entry) {
        String name = entry.name();
        long local = entry.local();
        ByteBuffer header = zip.read(local, LOCAL_BYTES, "the header of " + name);
        if (header.getInt(0) != LOCAL) {
            throw zip.bad("its member " + name + " is not where the directory says, at byte " + local + ".");
        }
        int nameBytes = u16(header, 26);
        int extraBytes = u16(header, 28);
        ByteBuffer rest = zip.read(local + LOCAL_BYTES, nameBytes + extraBytes, "the header of " + name);
        if (!rest.slice(0, nameBytes).equals(entry.rawName())) {
            throw zip.bad("its member " + name + " has another name in its own header, at byte " + local + ".");
        }
        int flags = u16(header, 6);
        ZipEntry.requireStored(zip, name, flags, u16(header, 8));
        ZipWide wide = ZipWide.of(zip, name, rest, nameBytes, extraBytes);
        long size = wide.value(u32(header, 22));
        long stored = wide.value(u32(header, 18));
        int crc = header.getInt(14);
        boolean behind = (flags & DESCRIBED_BEHIND) != 0;
        if (!(behind && size == 0 && stored == 0)) {
            requireSizes(zip, entry, size, stored, "its own header, at byte " + local);
        }
        if (!(behind && crc == 0)) {
            requireCrc(zip, entry, crc, "its own header, at byte " + local);
        }
        long begin = local + LOCAL_BYTES + nameBytes + extraBytes;
        if (entry.size() > zip.length() - begin) {
            throw zip.bad("its member " + name + " of " + entry.size() + " bytes reaches beyond the file's end.");
        }
        long end = begin + entry.size();
        return new ZipMember(
                entry,
                new ByteRegion(zip.source(), begin, entry.size()),
                behind ? descriptorEnd(zip, entry, end, wide.present()) : end);
    }

    private static long descriptorEnd(ZipFile zip, ZipEntry entry, long at, boolean wide) {
        int bytes = wide ? 24 : 16;
        ByteBuffer descriptor = zip.read(at, bytes, "the data descriptor of " + entry.name());
        if (descriptor.getInt(0) != DESCRIPTOR) {
            throw zip.bad("its member " + entry.name() + " lacks its data descriptor at byte " + at + ".");
        }
        String where = "its data descriptor, at byte " + at;
        requireCrc(zip, entry, descriptor.getInt(4), where);
        long stored = wide ? descriptor.getLong(8) : u32(descriptor, 8);
        long size = wide ? descriptor.getLong(16) : u32(descriptor, 12);
        requireSizes(zip, entry, size, stored, where);
        return at + bytes;
    }

    private static void requireSizes(ZipFile zip, ZipEntry entry, long size, long stored, String where) {
        if (size != entry.size() || stored != entry.size()) {
            throw zip.bad("its member " + entry.name() + " has " + entry.size() + " bytes in the directory, and " + size
                    + " stored in " + stored + " in " + where + ".");
        }
    }

    private static void requireCrc(ZipFile zip, ZipEntry entry, int crc, String where) {
        if (crc != entry.crc()) {
            throw zip.bad(String.format(
                    Locale.ROOT,
                    "its member %s has the CRC-32 %08x in the directory, and %08x in %s.",
                    entry.name(),
                    entry.crc(),
                    crc,
                    where));
        }
    }

    /**
     * Reads all of the data once.
     *
     * @throws SyrException if its CRC-32 is another than the directory's
     */
    void requireIntact(ZipFile zip) {
        CRC32 crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, data.length())));
        for (long at = 0; at < data.length(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), data.length() - at));
            data.read(zip.reader(), at, chunk);
            crc.update(chunk.flip());
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw SyrException.badData(
                    zip.source(),
                    String.format(
                            Locale.ROOT,
                            "is damaged: the bytes of its member %s have the CRC-32 %08x, but its directory says %08x.",
                            entry.name(),
                            crc.getValue(),
                            entry.crc()),
                    ByteRegion.AGAIN + " One saved after torch.serialization.set_crc32_options(False) has to be saved"
                            + " again without it.");
        }
    }
}
