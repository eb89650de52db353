package io.github.syr.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Where tests find images, and a reader that isn't the one under test. */
final class TestImages {

    private TestImages() {}

    /** The folder with a file of every kind; its README says which. */
    static Path folder() {
        try {
            return Path.of(TestImages.class.getResource("files").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    /** Goldens of the reference implementation. */
    static Path parity(String folder) {
        return Path.of(System.getProperty("syr.parity")).resolve(folder);
    }

    static List<Path> list(Path folder, String regex) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(regex)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An 8-bit RGB or grey PNG, by the JDK. */
    static RgbImage byJdk(Path png) {
        try {
            BufferedImage image = ImageIO.read(png.toFile());
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
