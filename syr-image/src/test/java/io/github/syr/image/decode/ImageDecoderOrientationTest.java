package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images stored as 123/456 and turned by EXIF; the expected rows are Pillow's {@code exif_transpose}. */
class ImageDecoderOrientationTest {

    private static final int[][] STORED = {{1, 2, 3}, {4, 5, 6}};

    private final ImageDecoder decoder = new ImageDecoder();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, 123/456",
        "2, 321/654",
        "3, 654/321",
        "4, 456/123",
        "5, 14/25/36",
        "6, 41/52/63",
        "7, 63/52/41",
        "8, 36/25/14",
        "0, 123/456",
        "9, 123/456"
    })
    void turnsAPng(int orientation, String expected) throws IOException {
        byte[] png = png(stored());
        Path file = Files.write(folder.resolve("a.png"), insert(png, 33, chunk("eXIf", exif(orientation, true))));

        assertEquals(expected, rows(decoder.rgb(file)));
        assertEquals(expected, rows(decoder.mask(file, 4), decoder.rgb(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 123/456",
        "2, 321/654",
        "3, 654/321",
        "4, 456/123",
        "5, 14/25/36",
        "6, 41/52/63",
        "7, 63/52/41",
        "8, 36/25/14"
    })
    void turnsATiff(int orientation, String expected) throws IOException {
        Path file = Files.write(folder.resolve("a.tif"), tiff(orientation));

        assertEquals(expected, rows(decoder.rgb(file)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsAJpeg(int orientation) throws IOException {
        byte[] jpeg = Files.readAllBytes(Pictures.file("jpeg_444.jpg"));
        RgbImage asStored = decoder.rgb(Pictures.file("jpeg_444.jpg"));
        Path file =
                Files.write(folder.resolve("a.jpg"), insert(jpeg, 2, app1(exif(orientation, orientation % 2 == 0))));

        RgbImage upright = decoder.rgb(file);

        Size size = new Size(asStored.width(), asStored.height());
        Orientation turn = new Orientation(orientation);
        assertEquals(turn.upright(size), new Size(upright.width(), upright.height()));
        assertArrayEquals(turn.apply(asStored.pixels(), size, 3), upright.pixels());
    }

    @Test
    void turnsAlphaToo() throws IOException {
        // 2 x 1 pixels, the left one transparent, stored a quarter turn off
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 0, 0xFF102030);
        Path file = Files.write(folder.resolve("a.png"), insert(png(image), 33, chunk("eXIf", exif(8, false))));

        BinaryMask mask = decoder.alphaMask(file, 128).orElseThrow();

        assertEquals(1, mask.width());
        assertEquals(2, mask.height());
        assertEquals(true, mask.get(0, 0));
        assertEquals(false, mask.get(0, 1));
    }

    @Test
    void takesABrokenExifForNone() throws IOException {
        byte[] jpeg = Files.readAllBytes(Pictures.file("jpeg_444.jpg"));
        byte[] broken = Arrays.copyOf(exif(6, true), 13);
        Path file = Files.write(folder.resolve("a.jpg"), insert(jpeg, 2, app1(broken)));

        assertArrayEquals(
                decoder.rgb(Pictures.file("jpeg_444.jpg")).pixels(),
                decoder.rgb(file).pixels());
    }

    private static RgbImage stored() {
        byte[] rgb = new byte[18];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) STORED[i / 9][i / 3 % 3];
        }
        return new RgbImage(3, 2, rgb);
    }

    private static byte[] png(RgbImage image) throws IOException {
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int grey = image.pixels()[3 * i];
            rgb.setRGB(i % image.width(), i / image.width(), grey << 16 | grey << 8 | grey);
        }
        return png(rgb);
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static String rows(RgbImage image) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < image.width() * image.height(); i++) {
            rows.append(i > 0 && i % image.width() == 0 ? "/" : "").append(image.pixels()[3 * i]);
        }
        return rows.toString();
    }

    /** The image's rows, once the mask is found to be what is at least 4 of it. */
    private static String rows(BinaryMask mask, RgbImage image) {
        for (int i = 0; i < image.width() * image.height(); i++) {
            assertEquals(image.pixels()[3 * i] >= 4, mask.bits().get(i));
        }
        return rows(image);
    }

    /** A TIFF header, a directory with the orientation alone, and its end. */
    private static byte[] exif(int orientation, boolean isBigEndian) {
        ByteBuffer out = ByteBuffer.allocate(26).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out.put((byte) (isBigEndian ? 'M' : 'I'))
                .put((byte) (isBigEndian ? 'M' : 'I'))
                .putShort((short) 42)
                .putInt(8);
        out.putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return out.putInt(0).array();
    }

    private static byte[] app1(byte[] exif) {
        return ByteBuffer.allocate(10 + exif.length)
                .put((byte) 0xFF)
                .put((byte) 0xE1)
                .putShort((short) (8 + exif.length))
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
                .put(exif)
                .array();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        for (char c : type.toCharArray()) {
            out.put((byte) c);
        }
        out.put(data);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 4, 4 + data.length);
        return out.putInt((int) crc.getValue()).array();
    }

    private static byte[] insert(byte[] file, int at, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        out.writeBytes(part);
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    /** An uncompressed 8-bit grey TIFF of the stored image. */
    private static byte[] tiff(int orientation) {
        int[][] tags = {
            {256, 3}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {274, orientation}, {277, 1}, {278, 2}, {279, 6}
        };
        ByteBuffer out = ByteBuffer.allocate(14 + 2 + 12 * tags.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(14);
        Arrays.stream(STORED)
                .flatMapToInt(Arrays::stream)
                .boxed()
                .collect(Collectors.toList())
                .forEach(grey -> out.put(grey.byteValue()));
        out.putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0])
                    .putShort((short) 3)
                    .putInt(1)
                    .putShort((short) tag[1])
                    .putShort((short) 0);
        }
        return out.putInt(0).array();
    }
}
