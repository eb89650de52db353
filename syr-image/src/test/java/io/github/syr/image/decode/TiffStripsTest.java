package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** TIFF files of many JPEG strips: small files that would be worth minutes. */
class TiffStripsTest {

    private static final int STRIPS = 10_000;

    private static byte[] jpeg(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "jpg", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /**
     * A grey TIFF, a row a strip, of each of which a JPEG stream is named.
     *
     * @param lengths how many lengths it has
     * @param offsets of the strips, from the beginning of the data
     */
    private static byte[] tiff(int width, int strips, int lengths, int length, byte[] data, IntUnaryOperator offsets) {
        int entries = lengths > 0 ? 9 : 8;
        int directory = 8;
        int offsetsAt = directory + 2 + 12 * entries + 4;
        int lengthsAt = offsetsAt + 4 * strips;
        int dataAt = lengthsAt + 4 * lengths;
        ByteBuffer out = ByteBuffer.allocate(dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I')
                .put((byte) 'I')
                .putShort((short) 42)
                .putInt(directory)
                .putShort((short) entries);
        entry(out, 256, 1, width);
        entry(out, 257, 1, strips);
        entry(out, 258, 1, 8);
        entry(out, 259, 1, 7);
        entry(out, 262, 1, 1);
        entry(out, 273, strips, offsetsAt);
        entry(out, 277, 1, 1);
        entry(out, 278, 1, 1);
        if (lengths > 0) {
            entry(out, 279, lengths, lengths == 1 ? length : lengthsAt);
        }
        out.putInt(0);
        for (int i = 0; i < strips; i++) {
            out.putInt(dataAt + offsets.applyAsInt(i));
        }
        for (int i = 0; i < lengths; i++) {
            out.putInt(length);
        }
        return out.put(data).array();
    }

    private static void entry(ByteBuffer out, int tag, int count, int value) {
        out.putShort((short) tag).putShort((short) 4).putInt(count).putInt(value);
    }

    private static byte[] repeated(byte[] data, int times) {
        byte[] all = new byte[data.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(data, 0, all, i * data.length, data.length);
        }
        return all;
    }

    /** Within a time that a hundredth of the work would take. */
    private static void assertRefused(byte[] tiff, String problem) {
        SyrException refused = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThrows(SyrException.class, () -> new ImageDecoder().rgb(tiff)));
        assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
        assertEquals(
                "the image in memory: the TIFF image is damaged: " + problem
                        + ". Copy or download the file again, or save it again as PNG.",
                refused.getMessage());
    }

    @Test
    void manyOfOneStreamWithoutLengthsAreRefused() {
        byte[] jpeg = jpeg(10_000, 33);
        byte[] tiff = tiff(10_000, STRIPS, 0, 0, Arrays.copyOf(jpeg, 188_000), i -> 0);
        assertTrue(tiff.length < 270_000);
        assertRefused(tiff, "its directory says where 10000 strips or tiles are, and how long 0 of them");
    }

    @Test
    void manyOfOneStreamWithOneLengthAreRefused() {
        byte[] jpeg = jpeg(10_000, 33);
        assertRefused(
                tiff(10_000, STRIPS, 1, jpeg.length, jpeg, i -> 0),
                "its directory says where 10000 strips or tiles are, and how long 1 of them");
    }

    @Test
    void manyOfOneStreamAreRefused() {
        byte[] jpeg = jpeg(10, 1);
        assertRefused(
                tiff(10, STRIPS, STRIPS, jpeg.length, Arrays.copyOf(jpeg, jpeg.length * STRIPS), i -> 0),
                "its 10000 strips or tiles lie one over another");
        // each begins a byte later, and most of its bytes are another's too
        assertRefused(
                tiff(10, 1000, 1000, jpeg.length, Arrays.copyOf(jpeg, jpeg.length * 1000), i -> i),
                "its 1000 strips or tiles lie one over another");
    }

    @Test
    void manyStreamsOfFewPixelsAreRefused() {
        byte[] jpeg = jpeg(10, 1);
        assertRefused(
                tiff(10, STRIPS, STRIPS, jpeg.length, repeated(jpeg, STRIPS), i -> i * jpeg.length),
                "its 10 x 10000 pixels lie in 10000 JPEG streams, with tables of 0 bytes for each");
    }

    @Test
    void streamsOfManyMorePixelsThanTheImageAreRefused() {
        byte[] jpeg = jpeg(132, 33);
        int strips = 4000;
        assertRefused(
                tiff(100, strips, strips, jpeg.length, repeated(jpeg, strips), i -> i * jpeg.length),
                "its JPEG streams hold more than the 100 x 4000 pixels of the image");
    }

    @Test
    void tablesOfMostOfTheFileAreRefused() {
        byte[] jpeg = jpeg(10, 1);
        int strips = 400;
        byte[] tiff = tiff(10, strips, strips, jpeg.length, repeated(jpeg, strips + 400), i -> i * jpeg.length);
        // the entry behind the bits per sample becomes the tables: where all begins, as long as most of the file
        int at = 8 + 2 + 12 * 6;
        ByteBuffer entry = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        entry.putShort(at, (short) 347)
                .putShort(at + 2, (short) 7)
                .putInt(at + 4, 200_000)
                .putInt(at + 8, 8);
        assertRefused(tiff, "its 10 x 400 pixels lie in 400 JPEG streams, with tables of 200000 bytes for each");
    }

    @Test
    void aStreamOfNoBytesIsRefused() {
        byte[] jpeg = jpeg(10, 1);
        assertRefused(tiff(10, 2, 2, 0, jpeg, i -> 0), "it has a strip or tile of 0 bytes");
    }

    @Test
    void aThousandStreamsAreRead() {
        byte[] jpeg = jpeg(10, 1);
        RgbImage image =
                new ImageDecoder().rgb(tiff(10, 1000, 1000, jpeg.length, repeated(jpeg, 1000), i -> i * jpeg.length));
        assertEquals(new Size(10, 1000), Size.of(image));
    }

    @Test
    void stripsThatArentCompressedNeedNoLengths() throws IOException {
        byte[] tiff = tiff(10, 3, 0, 0, repeated(new byte[] {0, 10, 20, 30, 40, 50, 60, 70, 80, 90}, 3), i -> 10 * i);
        RgbImage image = new ImageDecoder().rgb(Patch.tag(tiff, 259, 1));
        assertEquals(50, image.pixels()[3 * 25]);
    }
}
