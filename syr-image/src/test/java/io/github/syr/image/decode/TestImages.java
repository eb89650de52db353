package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import io.github.syr.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Images by a reader that is not the one under test. */
final class TestImages {

    private TestImages() {}

    /** What Pillow makes of a picture. */
    static RgbImage pillows(String name) {
        return byJdk(Pictures.file(name + ".rgb.png"));
    }

    /** An 8-bit RGB or grey PNG, by the JDK. */
    static RgbImage byJdk(Path png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(png)));
            int width = image.getWidth();
            int height = image.getHeight();
            int bands = image.getRaster().getNumBands();
            int[] samples = image.getRaster().getPixels(0, 0, width, height, (int[]) null);
            byte[] rgb = new byte[3 * width * height];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) samples[bands == 1 ? i / 3 : i];
            }
            return new RgbImage(width, height, rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mean absolute difference of two images' samples, in levels. */
    static double difference(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return (double) sum / a.length;
    }
}
