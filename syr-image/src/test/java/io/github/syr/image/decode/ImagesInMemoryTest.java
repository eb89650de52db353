package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.image.RgbImage;
import io.github.syr.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads: bytes, streams and images of the JDK. */
class ImagesInMemoryTest {

    private static final ImageDecoder DECODER = new ImageDecoder();

    static java.util.List<String> pictures() {
        return Pictures.read();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void areReadAsFilesAre(String name) {
        RgbImage file = DECODER.rgb(Pictures.file(name));
        byte[] content = Pictures.bytes(name);
        assertArrayEquals(file.pixels(), DECODER.rgb(content).pixels());
        RgbImage streamed = DECODER.rgb(new ByteArrayInputStream(content));
        assertArrayEquals(file.pixels(), streamed.pixels());
        assertEquals(file.width(), streamed.width());
    }

    @Test
    void nothingIsRefused() {
        String problem = "the image in memory: is empty.";
        assertEquals(
                problem,
                assertThrows(SyrException.class, () -> DECODER.rgb(new byte[0])).problem());
        assertEquals(
                "the image from a stream: is empty.",
                assertThrows(SyrException.class, () -> DECODER.rgb(InputStream.nullInputStream()))
                        .problem());
        assertThrows(NullPointerException.class, () -> DECODER.rgb((byte[]) null));
        assertThrows(NullPointerException.class, () -> DECODER.rgb((InputStream) null));
        assertThrows(NullPointerException.class, () -> DECODER.rgb((BufferedImage) null));
    }

    @Test
    void truncatedUploadsAreRefused() {
        byte[] png = Pictures.bytes("png_rgb8.png");
        SyrException e =
                assertThrows(SyrException.class, () -> DECODER.rgb(new ByteArrayInputStream(png, 0, png.length / 2)));
        assertTrue(e.problem().startsWith("the image from a stream: the PNG image is truncated"), e.problem());
    }

    /** An archive of gigabytes that is uploaded as a picture is not read. */
    @Test
    void noMoreThanTheHeadIsReadOfWhatIsNoImage() {
        Endless endless = new Endless(new byte[] {'P', 'K', 3, 4});
        SyrException e = assertThrows(SyrException.class, () -> DECODER.rgb(endless));
        assertTrue(e.problem().startsWith("the image from a stream: "), e.problem());
        assertTrue(endless.given < 100, "read " + endless.given);
    }

    @Test
    void aStreamIsReadNoFurtherThanAnImageCanGo() {
        Endless endless = new Endless(Pictures.bytes("png_rgb8.png"));
        SyrException e = assertThrows(SyrException.class, () -> new ImageDecoder(1000).rgb(endless));
        assertEquals(
                "the image from a stream: has more than 67116864 bytes, more than an image within the limit on pixels has.",
                e.problem());
    }

    /** Begins in some way, and never ends. */
    private static final class Endless extends InputStream {

        private final byte[] head;
        private long given;

        Endless(byte[] head) {
            this.head = head;
        }

        @Override
        public int read() {
            return given < head.length ? head[(int) given++] & 0xFF : (int) (given++ & 0xFF);
        }
    }

    @Test
    void aStreamThatBreaksIsNamed() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        SyrException e = assertThrows(SyrException.class, () -> DECODER.rgb(broken));
        assertEquals("the image from a stream: can't be read: java.io.IOException: connection reset.", e.problem());
    }

    /** What a codec did not foresee is a damaged image, never an exception that nobody documents. */
    @Test
    void aFaultOfACodecIsADamagedImage() {
        for (RuntimeException fault : java.util.List.of(
                new IndexOutOfBoundsException("at 7"),
                new ArithmeticException("/ by zero"),
                new NegativeArraySizeException("-1"),
                new java.nio.BufferUnderflowException())) {
            SyrException e = assertThrows(
                    SyrException.class,
                    () -> ImageDecoder.open(ImageSource.of(Pictures.bytes("png_rgb8.png")), content -> {
                        throw fault;
                    }));
            assertEquals(
                    "the image in memory: the image is damaged: it can't be decoded (" + fault + ").", e.problem());
        }
    }

    /** {@code getRGB} makes 188 of a stored 128, for it takes grey for linear light. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyLevelsAreTakenAsTheyAre(int type) {
        BufferedImage image = new BufferedImage(256, 1, type);
        for (int x = 0; x < 256; x++) {
            image.getRaster().setSample(x, 0, 0, type == BufferedImage.TYPE_USHORT_GRAY ? 257 * x : x);
        }
        byte[] expected = new byte[3 * 256];
        IntStream.range(0, expected.length).forEach(i -> expected[i] = (byte) (i / 3));
        assertArrayEquals(expected, DECODER.rgb(image).pixels());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void coloursAreTakenAsTheyAre(int type) {
        BufferedImage image = new BufferedImage(3, 2, type);
        image.setRGB(0, 0, 0xFF010203);
        image.setRGB(2, 1, 0xFFF0E0D0);
        RgbImage read = DECODER.rgb(image);
        assertEquals(3, read.width());
        assertArrayEquals(new byte[] {1, 2, 3}, java.util.Arrays.copyOf(read.pixels(), 3));
        assertArrayEquals(
                new byte[] {(byte) 0xF0, (byte) 0xE0, (byte) 0xD0},
                java.util.Arrays.copyOfRange(read.pixels(), 15, 18));
    }

    @Test
    void anImageAboveTheLimitIsRefused() {
        SyrException e = assertThrows(
                SyrException.class,
                () -> new ImageDecoder(100).rgb(new BufferedImage(11, 10, BufferedImage.TYPE_INT_RGB)));
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        assertTrue(e.problem().startsWith("the image in memory: the image of 11 x 10 pixels is above"), e.problem());
        assertFalse(e.remedy().isBlank());
    }
}
