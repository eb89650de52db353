package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.ZipFile.u16;
import static io.github.syr.checkpoint.ZipFile.u32;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the members of an uncompressed zip archive lie in their file; java.util.zip doesn't tell. Members are found
 * through the central directory alone, and their local headers have to agree with it: two readers of one archive must
 * not see two archives. Reads ZIP64. Source: PKWARE's APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central
 * directory), 4.5.3 (ZIP64).
 */
final class StoredZip {

    private static final int ENTRY = 0x02014B50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    /** The sizes stand behind the data, and are zero in the local header. */
    private static final int SIZES_BEHIND = 1 << 3;
    /** About 100 bytes per member: a million of them. */
    private static final long LONGEST_DIRECTORY = 100L << 20;

    private final ZipFile zip;
    private final Map<String, ByteRegion> members = new LinkedHashMap<>();
    private final List<Span> spans = new ArrayList<>();

    /** The bytes of a member, its local header included. */
    private record Span(String what, long begin, long end) {}

    private StoredZip(ZipFile zip) {
        this.zip = zip;
    }

    /**
     * The members by name.
     *
     * @throws SyrException if the archive is cut short, compressed, encrypted, or contradicts itself
     */
    static Map<String, ByteRegion> members(ByteSource source, ByteReader reader) {
        StoredZip stored = new StoredZip(ZipFile.of(source, reader));
        stored.read();
        return stored.members;
    }

    private void read() {
        ZipDirectory directory = ZipDirectory.find(zip);
        if (directory.bytes() > LONGEST_DIRECTORY) {
            throw zip.bad("its directory of " + directory.bytes() + " bytes is longer than any checkpoint's.");
        }
        ByteBuffer entries = zip.read(directory.offset(), directory.bytes(), "the central directory");
        for (long i = 0; i < directory.entries(); i++) {
            addMember(entries);
        }
        if (entries.hasRemaining()) {
            throw zip.bad("its directory continues after its " + directory.entries() + " entries.");
        }
        spans.add(new Span("its directory", directory.offset(), zip.length()));
        requireApart();
    }

    private void addMember(ByteBuffer entries) {
        int at = entries.position();
        if (entries.remaining() < ENTRY_BYTES || entries.getInt(at) != ENTRY) {
            throw zip.bad("its directory is broken at entry " + members.size() + ".");
        }
        int nameBytes = u16(entries, at + 28);
        int extraBytes = u16(entries, at + 30);
        int bytes = ENTRY_BYTES + nameBytes + extraBytes + u16(entries, at + 32);
        if (entries.remaining() < bytes) {
            throw zip.bad("its directory is broken at entry " + members.size() + ".");
        }
        ByteBuffer rawName = entries.slice(at + ENTRY_BYTES, nameBytes);
        String name = name(rawName);
        requireStored(name, u16(entries, at + 8), u16(entries, at + 10));
        // sizes and offset: 32 bits, or 64 in the extra field, in this order and only those that don't fit
        ByteBuffer extra = zip64(entries, at + ENTRY_BYTES + nameBytes, extraBytes);
        long size = wide(u32(entries, at + 24), extra, name);
        long stored = wide(u32(entries, at + 20), extra, name);
        long local = wide(u32(entries, at + 42), extra, name);
        if (size != stored) {
            throw zip.bad("its member " + name + " is stored in " + stored + " bytes but has " + size + ".");
        }
        long begin = dataBegin(name, rawName, local, size);
        if (size > zip.length() - begin) {
            throw zip.bad("its member " + name + " of " + size + " bytes reaches beyond the file's end.");
        }
        if (members.put(name, new ByteRegion(zip.source(), begin, size)) != null) {
            throw zip.bad("it has two members " + name + ".");
        }
        spans.add(new Span("its member " + name, local, begin + size));
        entries.position(at + bytes);
    }

    /** Names that mean another place when somebody unpacks them aren't PyTorch's. */
    private String name(ByteBuffer utf8) {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(utf8.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw zip.bad("the name of its entry " + members.size() + " is not UTF-8.");
        }
        if (name.isEmpty()
                || name.startsWith("/")
                || name.matches("(?s)[A-Za-z]:.*")
                || name.indexOf('\\') >= 0
                || name.chars().anyMatch(Character::isISOControl)
                || List.of(name.split("/", -1)).contains("..")) {
            throw zip.bad("its member \"" + name + "\" is not a path within the archive.");
        }
        return name;
    }

    private void requireStored(String name, int flags, int method) {
        if ((flags & ENCRYPTED) != 0) {
            throw zip.bad("its member " + name + " is encrypted.");
        }
        if (method != 0) {
            throw zip.bad("its member " + name + " is compressed; PyTorch stores members as they are.");
        }
    }

    /** Where the member's data begins, behind a local header that has to say what the directory says. */
    private long dataBegin(String name, ByteBuffer rawName, long local, long size) {
        ByteBuffer header = zip.read(local, LOCAL_BYTES, "the header of " + name);
        if (header.getInt(0) != LOCAL) {
            throw zip.bad("its member " + name + " is not where the directory says, at byte " + local + ".");
        }
        int nameBytes = u16(header, 26);
        int extraBytes = u16(header, 28);
        ByteBuffer rest = zip.read(local + LOCAL_BYTES, nameBytes + extraBytes, "the header of " + name);
        if (!rest.slice(0, nameBytes).equals(rawName)) {
            throw zip.bad("its member " + name + " has another name in its own header, at byte " + local + ".");
        }
        int flags = u16(header, 6);
        requireStored(name, flags, u16(header, 8));
        ByteBuffer extra = zip64(rest, nameBytes, extraBytes);
        long sizeHere = wide(u32(header, 22), extra, name);
        long storedHere = wide(u32(header, 18), extra, name);
        boolean behind = (flags & SIZES_BEHIND) != 0 && sizeHere == 0 && storedHere == 0;
        if (!behind && (sizeHere != size || storedHere != size)) {
            throw zip.bad("its member " + name + " has " + size + " bytes in the directory, and " + sizeHere
                    + " stored in " + storedHere + " in its own header, at byte " + local + ".");
        }
        return local + LOCAL_BYTES + nameBytes + extraBytes;
    }

    private void requireApart() {
        spans.sort(Comparator.comparingLong(Span::begin));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).begin < spans.get(i - 1).end) {
                throw zip.bad(spans.get(i - 1).what + " and " + spans.get(i).what + " overlap at byte "
                        + spans.get(i).begin + ".");
            }
        }
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
        if (value != ZipFile.IN_ZIP64) {
            return value;
        }
        if (extra.remaining() < 8) {
            throw zip.bad("its member " + name + " lacks its 64-bit size or place.");
        }
        long wide = extra.getLong();
        if (wide < 0) {
            throw zip.bad("its member " + name + " has a negative size or place.");
        }
        return wide;
    }
}
