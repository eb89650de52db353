package io.github.syr.image;

import io.github.syr.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG files: header, pixels, end, and nothing that tells a time or a machine. The same pixels give the same bytes
 * wherever the JDK brings the same zlib; where that matters across machines, compare pixels.
 */
public final class Pngs {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** PNG's colour types, with their samples a pixel. */
    private enum Colour {
        GREY(0, 1),
        RGB(2, 3),
        RGBA(6, 4);

        private final int code;
        private final int samples;

        Colour(int code, int samples) {
            this.code = code;
            this.samples = samples;
        }
    }

    /** Gives the samples of one row. */
    @FunctionalInterface
    private interface Rows {
        void read(int y, byte[] row);
    }

    private Pngs() {}

    /** Writes a mask as 8-bit grey, 0 and 255. */
    public static void write(Path file, BinaryMask mask) {
        AtomicFile.write(file, bytes(mask));
    }

    /** Writes an image as 8-bit RGB. */
    public static void write(Path file, RgbImage image) {
        AtomicFile.write(file, bytes(image));
    }

    /** Writes a cut-out as 8-bit RGBA; see {@link CutOut}. */
    public static void write(Path file, BufferedImage image) {
        AtomicFile.write(file, bytes(image));
    }

    /** The PNG file of a mask: 8-bit grey, 0 and 255. */
    public static byte[] bytes(BinaryMask mask) {
        return png(mask.width(), mask.height(), Colour.GREY, (y, row) -> {
            for (int x = 0; x < row.length; x++) {
                row[x] = (byte) (mask.get(x, y) ? 255 : 0);
            }
        });
    }

    /** The PNG file of an image: 8-bit RGB. */
    public static byte[] bytes(RgbImage image) {
        return png(image.width(), image.height(), Colour.RGB,
                (y, row) -> System.arraycopy(image.pixels(), y * row.length, row, 0, row.length));
    }

    /** The PNG file of an image: 8-bit RGBA, not premultiplied. */
    public static byte[] bytes(BufferedImage image) {
        int[] argb = new int[image.getWidth()];
        return png(image.getWidth(), image.getHeight(), Colour.RGBA, (y, row) -> {
            image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
            for (int x = 0; x < argb.length; x++) {
                row[4 * x] = (byte) (argb[x] >> 16);
                row[4 * x + 1] = (byte) (argb[x] >> 8);
                row[4 * x + 2] = (byte) argb[x];
                row[4 * x + 3] = (byte) (argb[x] >>> 24);
            }
        });
    }

    private static byte[] png(int width, int height, Colour colour, Rows rows) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height)
                .put((byte) 8).put((byte) colour.code).put((byte) 0).put((byte) 0).put((byte) 0).array());
        chunk(file, "IDAT", compress(width, height, colour, rows));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] compress(int width, int height, Colour colour, Rows rows) {
        // filter 1 (sub) squeezes photographs; masks are flat and need none (0)
        int filter = colour == Colour.GREY ? 0 : 1;
        byte[] row = new byte[width * colour.samples];
        Deflater deflater = new Deflater(6);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(compressed, deflater, 1 << 16)) {
            for (int y = 0; y < height; y++) {
                rows.read(y, row);
                if (filter == 1) {
                    for (int i = row.length - 1; i >= colour.samples; i--) {
                        row[i] -= row[i - colour.samples];
                    }
                }
                out.write(filter);
                out.write(row);
            }
        } catch (IOException e) {
            throw new IllegalStateException("an array can't fail to take bytes", e);
        } finally {
            deflater.end();
        }
        return compressed.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(name);
        file.writeBytes(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
