package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.ZipFile.u16;
import static io.github.syr.checkpoint.ZipFile.u32;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a zip archive's central directory says of one member. Source: PKWARE's APPNOTE 6.3, section 4.3.12.
 *
 * @param name a path within the archive
 * @param rawName its bytes
 * @param crc CRC-32 of its bytes
 * @param size of its data in bytes; members aren't compressed
 * @param local where its own header is in the file
 */
record ZipEntry(String name, ByteBuffer rawName, int crc, long size, long local) {

    private static final int SIGNATURE = 0x02014B50;
    private static final int BYTES = 46;
    private static final int ENCRYPTED = 1;
    /** PyTorch names members after the file, whose name has at most 255 bytes. */
    private static final int LONGEST_NAME = 1000;

    /** The entry at the buffer's position, which moves behind it; {@code index} is for messages. */
    static ZipEntry next(ZipFile zip, ByteBuffer entries, int index) {
        int at = entries.position();
        if (entries.remaining() < BYTES || entries.getInt(at) != SIGNATURE) {
            throw zip.bad("its directory is broken at entry " + index + ".");
        }
        int nameBytes = u16(entries, at + 28);
        int extraBytes = u16(entries, at + 30);
        int bytes = BYTES + nameBytes + extraBytes + u16(entries, at + 32);
        if (entries.remaining() < bytes) {
            throw zip.bad("its directory is broken at entry " + index + ".");
        }
        ByteBuffer rawName = entries.slice(at + BYTES, nameBytes);
        String name = name(zip, rawName, index);
        requireStored(zip, name, u16(entries, at + 8), u16(entries, at + 10));
        // sizes and offset: 32 bits, or 64 in the extra field, in this order and only those that don't fit
        ZipWide wide = ZipWide.of(zip, name, entries, at + BYTES + nameBytes, extraBytes);
        long size = wide.value(u32(entries, at + 24));
        long stored = wide.value(u32(entries, at + 20));
        long local = wide.value(u32(entries, at + 42));
        if (size != stored) {
            throw zip.bad("its member " + name + " is stored in " + stored + " bytes but has " + size + ".");
        }
        entries.position(at + bytes);
        return new ZipEntry(name, rawName, entries.getInt(at + 16), size, local);
    }

    /** Names that mean another place when somebody unpacks them aren't PyTorch's. */
    private static String name(ZipFile zip, ByteBuffer utf8, int index) {
        if (utf8.remaining() > LONGEST_NAME) {
            throw zip.bad("the name of its entry " + index + " has " + utf8.remaining() + " bytes; at most "
                    + LONGEST_NAME + " are read.");
        }
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(utf8.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw zip.bad("the name of its entry " + index + " is not UTF-8.");
        }
        List<String> elements = List.of(name.split("/", -1));
        if (name.matches("(?s)[A-Za-z]:.*")
                || name.indexOf('\\') >= 0
                || name.chars().anyMatch(Character::isISOControl)
                || elements.contains("")
                || elements.contains(".")
                || elements.contains("..")) {
            throw zip.bad("its member \"" + name + "\" is not a path within the archive.");
        }
        return name;
    }

    static void requireStored(ZipFile zip, String name, int flags, int method) {
        if ((flags & ENCRYPTED) != 0) {
            throw zip.bad("its member " + name + " is encrypted.");
        }
        if (method != 0) {
            throw zip.bad("its member " + name + " is compressed; PyTorch stores members as they are.");
        }
    }
}
