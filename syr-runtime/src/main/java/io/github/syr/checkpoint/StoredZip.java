package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the members of an uncompressed zip archive lie in their file; java.util.zip doesn't tell. Reads ZIP64. Source: PKWARE's
 * APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 to 16 (its ends), 4.5.3 (ZIP64).
 */
final class StoredZip {

    private static final int END = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064B50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64 = 0x07064B50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int ENTRY = 0x02014B50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;
    /** About 100 bytes a member: a million of them. */
    private static final long LONGEST_DIRECTORY = 100L << 20;

    private final Path file;
    private final FileChannel channel;
    private final FileRegion whole;

    private record Directory(long offset, long bytes, long entries) {}

    private StoredZip(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.whole = new FileRegion(file, 0, FileRegion.size(file, channel));
    }

    /**
     * The members by name.
     *
     * @throws SyrException if the archive is cut short, compressed, encrypted, or contradicts itself
     */
    static Map<String, FileRegion> members(Path file, FileChannel channel) {
        return new StoredZip(file, channel).members();
    }

    private Map<String, FileRegion> members() {
        Directory directory = directory();
        if (directory.bytes > LONGEST_DIRECTORY) {
            throw bad("its directory of " + directory.bytes + " bytes is longer than any checkpoint's.");
        }
        ByteBuffer entries = at(directory.offset, directory.bytes, "the central directory");
        Map<String, FileRegion> members = new LinkedHashMap<>();
        for (long i = 0; i < directory.entries; i++) {
            addMember(entries, members);
        }
        if (entries.hasRemaining()) {
            throw bad("its directory goes on behind its " + directory.entries + " entries.");
        }
        return Collections.unmodifiableMap(members);
    }

    private Directory directory() {
        long size = whole.length();
        // the end record has a comment of up to 65535 bytes behind it
        long from = Math.max(0, size - END_BYTES - 0xFFFF);
        ByteBuffer tail = at(from, size - from, "the end");
        for (int i = tail.limit() - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END && i + END_BYTES + u16(tail, i + 20) == tail.limit()) {
                return directory(tail, i, from + i);
            }
        }
        throw bad("its central directory is missing: the file is cut short.");
    }

    private Directory directory(ByteBuffer tail, int i, long end) {
        if (end >= LOCATOR64_BYTES) {
            ByteBuffer locator = at(end - LOCATOR64_BYTES, LOCATOR64_BYTES, "the ZIP64 locator");
            if (locator.getInt(0) == LOCATOR64) {
                return directory64(locator.getLong(8));
            }
        }
        if (u16(tail, i + 4) != 0 || u16(tail, i + 6) != 0) {
            throw bad("it is split over several files.");
        }
        return new Directory(u32(tail, i + 16), u32(tail, i + 12), u16(tail, i + 10));
    }

    private Directory directory64(long offset) {
        ByteBuffer end = at(offset, END64_BYTES, "the ZIP64 end record");
        if (end.getInt(0) != END64) {
            throw bad("its ZIP64 end record is not where its locator says, at byte " + offset + ".");
        }
        return new Directory(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private void addMember(ByteBuffer entries, Map<String, FileRegion> members) {
        int at = entries.position();
        if (entries.remaining() < ENTRY_BYTES || entries.getInt(at) != ENTRY) {
            throw bad("its directory is broken at entry " + members.size() + ".");
        }
        int nameBytes = u16(entries, at + 28);
        int extraBytes = u16(entries, at + 30);
        int bytes = ENTRY_BYTES + nameBytes + extraBytes + u16(entries, at + 32);
        if (entries.remaining() < bytes) {
            throw bad("its directory is broken at entry " + members.size() + ".");
        }
        String name = new String(entries.array(), at + ENTRY_BYTES, nameBytes, StandardCharsets.UTF_8);
        if ((u16(entries, at + 8) & 1) != 0) {
            throw bad("its member " + name + " is encrypted.");
        }
        if (u16(entries, at + 10) != 0) {
            throw bad("its member " + name + " is compressed; PyTorch stores members as they are.");
        }
        // sizes and offset: 32 bits, or 64 in the extra field, in this order and only those that don't fit
        ByteBuffer extra = zip64(entries, at + ENTRY_BYTES + nameBytes, extraBytes);
        long size = wide(u32(entries, at + 24), extra, name);
        long stored = wide(u32(entries, at + 20), extra, name);
        long local = wide(u32(entries, at + 42), extra, name);
        if (size != stored) {
            throw bad("its member " + name + " is stored in " + stored + " bytes but has " + size + ".");
        }
        if (members.put(name, data(name, local, size)) != null) {
            throw bad("it has two members " + name + ".");
        }
        entries.position(at + bytes);
    }

    private FileRegion data(String name, long local, long size) {
        ByteBuffer header = at(local, LOCAL_BYTES, "the header of " + name);
        if (header.getInt(0) != LOCAL) {
            throw bad("its member " + name + " is not where the directory says, at byte " + local + ".");
        }
        long begin = local + LOCAL_BYTES + u16(header, 26) + u16(header, 28);
        if (begin > whole.length() || size > whole.length() - begin) {
            throw bad("its member " + name + " of " + size + " bytes reaches beyond the file's end.");
        }
        return new FileRegion(file, begin, size);
    }

    /** The ZIP64 extra field's numbers; none where there is no such field. */
    private static ByteBuffer zip64(ByteBuffer entries, int at, int bytes) {
        int end = at + bytes;
        while (at + 4 <= end) {
            int length = u16(entries, at + 2);
            if (at + 4 + length > end) {
                break;
            }
            if (u16(entries, at) == 1) {
                return entries.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += 4 + length;
        }
        return ByteBuffer.allocate(0);
    }

    private long wide(long value, ByteBuffer extra, String name) {
        if (value != IN_ZIP64) {
            return value;
        }
        if (extra.remaining() < 8) {
            throw bad("its member " + name + " lacks its 64-bit size or place.");
        }
        long wide = extra.getLong();
        if (wide < 0) {
            throw bad("its member " + name + " has a negative size or place.");
        }
        return wide;
    }

    private ByteBuffer at(long offset, long bytes, String what) {
        if (offset < 0 || bytes < 0 || offset > whole.length() || bytes > whole.length() - offset) {
            throw bad(what + " reaches beyond the file's end at byte " + whole.length() + ".");
        }
        return ByteBuffer.wrap(new FileRegion(file, offset, bytes).readAll(channel)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xFFFF_FFFFL;
    }

    private SyrException bad(String problem) {
        return SyrException.badData(file, "is not a sound zip archive as PyTorch writes it: " + problem, FileRegion.AGAIN);
    }
}
