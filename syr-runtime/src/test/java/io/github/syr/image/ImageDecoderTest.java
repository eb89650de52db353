package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void givesAMaskOfAGreyImageByItsThreshold() {
        GreyImage grey = decoder.grey(TestImages.file("png_grey8.png"));
        int bright = 0;
        for (byte pixel : grey.pixels()) {
            bright += (pixel & 0xFF) >= 100 ? 1 : 0;
        }

        assertEquals(bright, decoder.mask(TestImages.file("png_grey8.png"), 100).area());
        assertTrue(bright > 100 && bright < 33 * 25 - 100);
    }

    @Test
    void takesAPaletteByItsColours() {
        // indices 0 and 1 are black and dark red: (128 * 19595 + 0x8000) >> 16 = 38
        GreyImage grey = decoder.grey(TestImages.file("png_palette1_mask.png"));

        assertEquals(38, grey.brightest());
        assertTrue(grey.atLeast(128).isEmpty());
        assertTrue(grey.atLeast(38).area() > 100);
    }

    @Test
    void weighsColoursAsPillow() {
        RgbImage image = new RgbImage(4, 1, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 10, 20, 30});

        // python: Image.fromarray(...).convert("L")
        assertEquals(List.of(76, 150, 29, 18), unsigned(GreyImage.of(image).pixels()));
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
            for (String name : List.of("webp_lossless.webp", "tiff_jpeg.tif", "tiff_lzw.tif", "bmp_24.bmp", "jpeg_444.jpg", "png_rgb8.png")) {
                Object image = type.getMethod("rgb", Path.class).invoke(other, TestImages.file(name));

                assertEquals("33", image.toString().replaceAll(".*width=(\\d+).*", "$1"), name);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator)).map(ImageDecoderTest::url).toArray(URL[]::new);
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
