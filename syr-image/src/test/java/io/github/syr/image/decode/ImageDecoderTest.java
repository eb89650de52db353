package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.image.GreyImage;
import io.github.syr.image.RgbImage;
import io.github.syr.testing.Pictures;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void givesAMaskOfAGreyImageByItsThreshold() {
        GreyImage grey = decoder.grey(Pictures.file("png_grey8.png"));
        int bright = 0;
        for (byte pixel : grey.pixels()) {
            bright += (pixel & 0xFF) >= 100 ? 1 : 0;
        }

        assertEquals(bright, decoder.mask(Pictures.file("png_grey8.png"), 100).area());
        assertTrue(bright > 100 && bright < 33 * 25 - 100);
    }

    @Test
    void tellsTheSuffixesThatFitAContent() {
        assertEquals(List.of("jpg", "jpeg"), decoder.suffixes(Pictures.bytes("jpeg_exif6.jpg")));
        assertEquals(List.of("png"), decoder.suffixes(Pictures.bytes("png_grey8.png")));
        assertEquals(List.of("bmp"), decoder.suffixes(Pictures.bytes("bmp_24.bmp")));
        assertEquals(List.of("tif", "tiff"), decoder.suffixes(Pictures.bytes("tiff_1x1.tif")));
        assertEquals(List.of("webp"), decoder.suffixes(Pictures.bytes("webp_animated.webp")));
        assertEquals(
                "the image in memory: is a GIF image, which isn't read.",
                assertThrows(SyrException.class, () -> decoder.suffixes("GIF89a".getBytes(StandardCharsets.UTF_8)))
                        .problem());
    }

    @Test
    void takesAPaletteByItsColours() {
        // indices 0 and 1 are black and dark red: (128 * 19595 + 0x8000) >> 16 = 38
        GreyImage grey = decoder.grey(Pictures.file("png_palette1_mask.png"));

        assertEquals(38, grey.brightest());
        assertTrue(grey.atLeast(128).isEmpty());
        assertTrue(grey.atLeast(38).area() > 100);
    }

    @Test
    void weighsColoursAsPillow() {
        RgbImage image =
                new RgbImage(4, 1, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 10, 20, 30});

        // python: Image.fromarray(...).convert("L")
        assertEquals(List.of(76, 150, 29, 18), unsigned(GreyImage.of(image).pixels()));
    }

    /** A bitmap with each header that there is, its fields beyond the first 40 bytes zero. */
    @ParameterizedTest
    @ValueSource(ints = {40, 52, 56, 64, 108, 124})
    void readsABmpWithAnyHeader(int header, @TempDir Path folder) throws IOException {
        byte[] bmp = Pictures.bytes("bmp_24.bmp");
        ByteBuffer out = ByteBuffer.allocate(bmp.length + header - 40).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bmp, 0, 54).putInt(14, header).putInt(10, 14 + header);
        out.position(14 + header).put(bmp, 54, bmp.length - 54);

        RgbImage read = decoder.rgb(Files.write(folder.resolve("a.bmp"), out.array()));

        assertArrayEquals(TestImages.pillows("bmp_24.bmp").pixels(), read.pixels());
    }

    /** 24 bits with bit fields that say what is the rule without them. */
    @Test
    void readsABmpOf24BitsWithBitFields(@TempDir Path folder) throws IOException {
        byte[] bmp = Pictures.bytes("bmp_24.bmp");
        ByteBuffer out = ByteBuffer.allocate(bmp.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bmp, 0, 54)
                .putInt(0xFF0000)
                .putInt(0xFF00)
                .putInt(0xFF)
                .put(bmp, 54, bmp.length - 54)
                .putInt(10, 66)
                .putInt(30, 3);

        RgbImage read = decoder.rgb(Files.write(folder.resolve("a.bmp"), out.array()));

        assertArrayEquals(TestImages.pillows("bmp_24.bmp").pixels(), read.pixels());
    }

    /** A frame of a WebP animation that holds a frame, and so on: only the first is looked into. */
    @Test
    void doesNotFollowFramesWithinFrames(@TempDir Path folder) throws IOException {
        int depth = 100_000;
        ByteBuffer out = ByteBuffer.allocate(30 + 24 * depth).order(ByteOrder.LITTLE_ENDIAN);
        out.put(Patch.latin("RIFF"))
                .putInt(out.capacity() - 8)
                .put(Patch.latin("WEBPVP8X"))
                .putInt(10)
                .put(new byte[10]);
        while (out.hasRemaining()) {
            out.put(Patch.latin("ANMF")).putInt(out.remaining() - 4).put(new byte[16]);
        }
        Path file = Files.write(folder.resolve("a.webp"), out.array());

        SyrException refused = assertThrows(SyrException.class, () -> decoder.rgb(file));

        assertEquals(file + ": the WebP image is damaged: it holds no picture.", refused.problem());
    }

    @Test
    void worksInAClassLoaderThatImageIoDoesNotKnow() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(platform);
        try (URLClassLoader isolated = new URLClassLoader(classPath(), platform)) {
            Class<?> type = isolated.loadClass(ImageDecoder.class.getName());
            Object other = type.getConstructor().newInstance();
            for (String name : List.of(
                    "webp_lossless.webp",
                    "tiff_jpeg.tif",
                    "tiff_lzw.tif",
                    "bmp_24.bmp",
                    "jpeg_444.jpg",
                    "png_rgb8.png")) {
                Object image = type.getMethod("rgb", Path.class).invoke(other, Pictures.file(name));

                assertEquals("33", image.toString().replaceAll(".*width=(\\d+).*", "$1"), name);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(ImageDecoderTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> unsigned(byte[] bytes) {
        return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xFF).toList();
    }
}
