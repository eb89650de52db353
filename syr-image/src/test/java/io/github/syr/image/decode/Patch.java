package io.github.syr.image.decode;

import io.github.syr.testing.Pictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures made wrong. */
final class Patch {

    private Patch() {}

    /** A copy with other bytes from a place on; counted from the end if negative. */
    static byte[] at(byte[] file, int at, int... bytes) {
        byte[] patched = file.clone();
        for (int i = 0; i < bytes.length; i++) {
            patched[(at < 0 ? file.length + at : at) + i] = (byte) bytes[i];
        }
        return patched;
    }

    /** Where such bytes stand first. */
    static int find(byte[] file, int... bytes) {
        for (int at = 0; at + bytes.length <= file.length; at++) {
            int same = 0;
            while (same < bytes.length && (file[at + same] & 0xFF) == bytes[same]) {
                same++;
            }
            if (same == bytes.length) {
                return at;
            }
        }
        throw new IllegalArgumentException("there is no " + Arrays.toString(bytes));
    }

    static int find(byte[] file, String text) {
        return find(file, text.chars().toArray());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(int... bytes) {
        return at(new byte[bytes.length], 0, bytes);
    }

    /** A picture whose header says another size. */
    static byte[] size(String name, int width, int height) {
        byte[] file = Pictures.bytes(name);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "jpg" -> {
                int frame = find(file, 0xFF, name.contains("progressive") ? 0xC2 : 0xC0);
                yield put(file, frame + 5, ByteOrder.BIG_ENDIAN, 2, height, width);
            }
            case "png" -> withChecks(put(file, 16, ByteOrder.BIG_ENDIAN, 4, width, height));
            case "bmp" -> put(file, 18, ByteOrder.LITTLE_ENDIAN, 4, width, height);
            case "tif" -> tag(tag(file, 256, width), 257, height);
            default -> webp(file, width, height);
        };
    }

    /** A little-endian TIFF whose tag has another first value. */
    static byte[] tag(byte[] tiff, int tag, int value) {
        ByteBuffer in = ByteBuffer.wrap(tiff.clone()).order(ByteOrder.LITTLE_ENDIAN);
        boolean isBig = in.getShort(2) == 43;
        int from = (int) (isBig ? in.getLong(8) + 8 : in.getInt(4) + 2);
        for (int at = from; at < tiff.length - 12; at += isBig ? 20 : 12) {
            if (in.getShort(at) == tag) {
                int place = at + (isBig ? 12 : 8);
                return in.getShort(at + 2) == 3
                        ? in.putShort(place, (short) value).array()
                        : in.putInt(place, value).array();
            }
        }
        throw new IllegalArgumentException("there is no tag " + tag);
    }

    private static byte[] webp(byte[] file, int width, int height) {
        if (file[15] == 'X') {
            return put(
                    put(file, 24, ByteOrder.LITTLE_ENDIAN, 3, width - 1), 27, ByteOrder.LITTLE_ENDIAN, 3, height - 1);
        } else if (file[15] == 'L') {
            int bits = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(21) & ~0xFFFFFFF;
            return put(file, 21, ByteOrder.LITTLE_ENDIAN, 4, bits | width - 1 | height - 1 << 14);
        }
        return put(file, 26, ByteOrder.LITTLE_ENDIAN, 2, width, height);
    }

    private static byte[] put(byte[] file, int at, ByteOrder order, int size, int... values) {
        byte[] patched = file.clone();
        for (int i = 0; i < values.length * size; i++) {
            int inValue = order == ByteOrder.BIG_ENDIAN ? size - 1 - i % size : i % size;
            patched[at + i] = (byte) (values[i / size] >> 8 * inValue);
        }
        return patched;
    }

    // --- PNG ---

    /** A PNG whose check sums are right again. */
    static byte[] withChecks(byte[] png) {
        byte[] right = png.clone();
        ByteBuffer in = ByteBuffer.wrap(right);
        for (int at = 8; at + 12 <= right.length; at += 12 + in.getInt(at)) {
            in.putInt(at + 8 + in.getInt(at), check(right, at + 4, in.getInt(at) + 4));
        }
        return right;
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] body = join(latin(type), data);
        return join(
                ByteBuffer.allocate(4).putInt(data.length).array(),
                body,
                ByteBuffer.allocate(4).putInt(check(body, 0, body.length)).array());
    }

    /** An 8-bit grey PNG with valid chunks, whatever the data. */
    static byte[] grey8(int width, int height, byte[] pixels) {
        return join(
                latin("\u0089PNG\r\n\u001A\n"),
                chunk(
                        "IHDR",
                        ByteBuffer.allocate(13)
                                .putInt(width)
                                .putInt(height)
                                .put((byte) 8)
                                .array()),
                chunk("IDAT", deflate(pixels)),
                chunk("IEND", new byte[0]));
    }

    /** A PNG with a squeezed text where its XMP data would be. */
    static byte[] withText(String name, byte[] text) {
        byte[] png = Pictures.bytes(name);
        byte[] content = join(latin("XML:com.adobe.xmp\0\1\0\0\0"), deflate(text));
        return join(Arrays.copyOf(png, 33), chunk("iTXt", content), Arrays.copyOfRange(png, 33, png.length));
    }

    static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[data.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static int check(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
