package io.github.syr.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Where tests find images, and a reader that isn't the one under test. */
final class TestImages {

    /** The archive with a picture of every kind; {@code src/test/pillow} tells of them. Pictures in it are files as any other. */
    private static final FileSystem PICTURES = open("pictures.zip");

    private static FileSystem open(String archive) {
        try {
            return FileSystems.newFileSystem(Path.of(TestImages.class.getResource(archive).toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestImages() {}

    static Path folder() {
        return PICTURES.getPath("/");
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all pictures that are to be read. */
    static List<String> pictures() {
        return list(folder(), ".*\\.rgb\\.png").stream().map(file -> file.getFileName().toString().replace(".rgb.png", "")).toList();
    }

    /** The names of all that have to be refused. */
    static List<String> refused() {
        List<String> pictures = pictures();
        return list(folder(), ".*(?<!\\.rgb\\.png|\\.a\\.png)").stream().map(file -> file.getFileName().toString())
                .filter(name -> !pictures.contains(name)).toList();
    }

    /** What Pillow makes of a picture. */
    static RgbImage pillows(String name) {
        return byJdk(file(name + ".rgb.png"));
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
