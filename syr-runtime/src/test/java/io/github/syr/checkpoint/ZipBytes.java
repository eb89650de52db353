package io.github.syr.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes zip archives byte by byte, sound ones and others; with {@link #zip64}, all sizes and places in 64 bits. */
final class ZipBytes {

    final Map<String, byte[]> members = new LinkedHashMap<>();
    boolean zip64;
    int method;
    int flags;
    String repeated = "";
    int storedMore;
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
        int[] count = {0};
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
        if (zip64) {
            long end = out.size();
            out.writeBytes(le(56).putInt(0x06064B50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0)
                    .putLong(count[0]).putLong(count[0]).putLong(directory.size()).putLong(begin).array());
            out.writeBytes(le(20).putInt(0x07064B50).putInt(0).putLong(end + shift).putInt(1).array());
        }
        out.writeBytes(le(22).putInt(0x06054B50).putShort((short) disk).putShort((short) disk)
                .putShort((short) (zip64 ? -1 : count[0])).putShort((short) (zip64 ? -1 : count[0]))
                .putInt(zip64 ? -1 : directory.size()).putInt(zip64 ? -1 : (int) (begin + shift)).putShort((short) comment.length)
                .array());
        out.writeBytes(comment);
        return out.toByteArray();
    }

    private void add(ByteArrayOutputStream out, ByteArrayOutputStream directory, String name, byte[] content) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long local = out.size();
        // padding in the local header's extra field alone, as PyTorch aligns data
        int padding = 4 + (int) (60 - (local + 30 + utf8.length) % 64 + 64) % 64;
        out.writeBytes(le(30).putInt(0x04034B50).putShort((short) 0).putShort((short) flags).putShort((short) method)
                .putInt(0).putInt(0).putInt(0).putInt(0).putShort((short) utf8.length).putShort((short) padding).array());
        out.writeBytes(utf8);
        out.writeBytes(le(padding).putShort((short) 0x4246).putShort((short) (padding - 4)).array());
        out.writeBytes(content);
        byte[] extra = zip64 ? le(36).putShort((short) 9).putShort((short) 4).putInt(0).putShort((short) 1).putShort((short) 24)
                .putLong(content.length).putLong(content.length + storedMore).putLong(local).array() : new byte[0];
        directory.writeBytes(le(46).putInt(0x02014B50).putShort((short) 0).putShort((short) 0).putShort((short) flags)
                .putShort((short) method).putInt(0).putInt(0).putInt(zip64 ? -1 : content.length + storedMore)
                .putInt(zip64 ? -1 : content.length).putShort((short) utf8.length).putShort((short) extra.length)
                .putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(zip64 ? -1 : (int) local).array());
        directory.writeBytes(utf8);
        directory.writeBytes(extra);
    }

    private static ByteBuffer le(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
