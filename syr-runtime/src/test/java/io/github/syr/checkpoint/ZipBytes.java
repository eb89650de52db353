package io.github.syr.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes zip archives byte by byte, sound ones and others; with {@link #zip64}, all sizes and places in 64 bits. Local
 * headers leave the sizes to a data descriptor, as PyTorch's do, unless {@link #flags} says otherwise.
 */
final class ZipBytes {

    final Map<String, byte[]> members = new LinkedHashMap<>();
    boolean zip64;
    int method;
    int flags = 8;
    String repeated = "";
    int sizeMore;
    int storedMore;
    byte[] leading = {};
    byte[] beforeEnd = {};
    byte[] trailing = {};
    /** What local headers say that the directory doesn't. */
    String localName;

    int localMethod;
    int localFlags;
    int localSize;
    int localStored;
    int localCrc;
    /** What data descriptors say that the directory doesn't; without any, bit 3 of the flags promises what isn't. */
    int describedSize;

    int describedCrc;
    boolean described = true;
    /** Data descriptors in 64 bits, and an empty ZIP64 field in local headers that announces them. */
    boolean described64;
    /** What the directory says of every CRC-32 that isn't so. */
    int crcMore;
    /** Between each member and what follows. */
    byte[] gap = {};
    /** What 32-bit end records say that ZIP64's don't. */
    boolean end32;

    int end32More;
    /** How much later than its header every member's place is said to be. */
    long localShift;

    /** What the directory says of every member that its own header doesn't. */
    int directoryMethod;

    /** Whether the directory names the members from the last one to the first. */
    boolean reversed;

    int countMore;
    int end64Bytes = 44;
    /** Behind the fields of the ZIP64 end record, and counted by it. */
    byte[] inEnd64 = {};

    byte[] comment = {};
    int disk;
    long shift;

    static ZipBytes of(String name, byte[] content) {
        return new ZipBytes().with(name, content);
    }

    /** An archive as torch.save writes it. */
    static ZipBytes torch(byte[] pickle) {
        return of("archive/data.pkl", pickle);
    }

    ZipBytes with(String name, byte[] content) {
        members.put(name, content);
        return this;
    }

    byte[] end() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        out.writeBytes(leading);
        int[] count = {countMore};
        members.forEach((name, content) -> {
            add(out, directory, name, content);
            count[0]++;
            if (name.equals(repeated)) {
                add(out, directory, name, content);
                count[0]++;
            }
        });
        long begin = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(beforeEnd);
        if (zip64) {
            long end = out.size();
            out.writeBytes(le(56).putInt(0x06064B50)
                    .putLong(end64Bytes + inEnd64.length)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(disk)
                    .putInt(disk)
                    .putLong(count[0])
                    .putLong(count[0])
                    .putLong(directory.size())
                    .putLong(begin)
                    .array());
            out.writeBytes(inEnd64);
            out.writeBytes(le(20).putInt(0x07064B50)
                    .putInt(0)
                    .putLong(end + shift)
                    .putInt(1)
                    .array());
        }
        boolean in64 = zip64 && !end32;
        out.writeBytes(le(22).putInt(0x06054B50)
                .putShort((short) disk)
                .putShort((short) disk)
                .putShort((short) (in64 ? -1 : count[0]))
                .putShort((short) (in64 ? -1 : count[0]))
                .putInt(in64 ? -1 : directory.size() + end32More)
                .putInt(in64 ? -1 : (int) (begin + shift))
                .putShort((short) comment.length)
                .array());
        out.writeBytes(comment);
        out.writeBytes(trailing);
        return out.toByteArray();
    }

    private void add(ByteArrayOutputStream out, ByteArrayOutputStream directory, String name, byte[] content) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long local = out.size();
        CRC32 crc = new CRC32();
        crc.update(content);
        int sum = (int) crc.getValue() + crcMore;
        byte[] nameHere = localName == null ? utf8 : localName.getBytes(StandardCharsets.UTF_8);
        // padding in the local header's extra field alone, as PyTorch aligns data
        int padding = 4 + (int) (60 - (local + 30 + nameHere.length) % 64 + 64) % 64;
        boolean behind = (flags & 8) != 0;
        out.writeBytes(le(30).putInt(0x04034B50)
                .putShort((short) 0)
                .putShort((short) (flags | localFlags))
                .putShort((short) (method | localMethod))
                .putInt(0)
                .putInt((behind ? 0 : sum) + localCrc)
                .putInt((behind ? 0 : content.length) + localStored)
                .putInt((behind ? 0 : content.length) + localSize)
                .putShort((short) nameHere.length)
                .putShort((short) padding)
                .array());
        out.writeBytes(nameHere);
        out.writeBytes(le(padding)
                .putShort((short) (described64 ? 1 : 0x4246))
                .putShort((short) (padding - 4))
                .array());
        out.writeBytes(content);
        if (behind && described) {
            out.writeBytes(descriptor(sum + describedCrc, content.length + describedSize));
        }
        out.writeBytes(gap);
        int size = content.length + sizeMore;
        byte[] extra = zip64
                ? le(36).putShort((short) 9)
                        .putShort((short) 4)
                        .putInt(0)
                        .putShort((short) 1)
                        .putShort((short) 24)
                        .putLong(size)
                        .putLong(size + storedMore)
                        .putLong(local + localShift)
                        .array()
                : new byte[0];
        byte[] before = reversed ? directory.toByteArray() : new byte[0];
        if (reversed) {
            directory.reset();
        }
        directory.writeBytes(le(46).putInt(0x02014B50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) flags)
                .putShort((short) (method | directoryMethod))
                .putInt(0)
                .putInt(sum)
                .putInt(zip64 ? -1 : size + storedMore)
                .putInt(zip64 ? -1 : size)
                .putShort((short) utf8.length)
                .putShort((short) extra.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(zip64 ? -1 : (int) (local + localShift))
                .array());
        directory.writeBytes(utf8);
        directory.writeBytes(extra);
        directory.writeBytes(before);
    }

    private byte[] descriptor(int crc, int size) {
        ByteBuffer bytes = le(described64 ? 24 : 16).putInt(0x08074B50).putInt(crc);
        return (described64
                        ? bytes.putLong(size).putLong(size)
                        : bytes.putInt(size).putInt(size))
                .array();
    }

    private static ByteBuffer le(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
