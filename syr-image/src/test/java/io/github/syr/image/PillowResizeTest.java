package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.syr.testing.ReferenceFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PillowResizeTest {

    static List<Path> goldens() {
        return ReferenceFiles.list("resize", ".*_to_\\d+\\.png");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsPillowByteForByte(Path golden) {
        String[] name = golden.getFileName().toString().split("_to_|\\.");
        RgbImage source = byJdk(golden.resolveSibling(name[0] + ".png"));
        RgbImage expected = byJdk(golden);

        RgbImage resized = PillowResize.longestSide(source, Integer.parseInt(name[1]));

        assertEquals(expected.width(), resized.width());
        assertEquals(expected.height(), resized.height());
        assertArrayEquals(expected.pixels(), resized.pixels());
    }

    /** As get_preprocess_shape; 1365 x 2 to 341 would be 0.4996 + 0.5 high, which the reference cuts to 0. */
    @ParameterizedTest
    @CsvSource({
        "933, 700, 1024, 1024, 768",
        "301, 200, 256, 256, 170",
        "5, 1, 128, 128, 26",
        "400, 400, 1024, 1024, 1024",
        "1365, 2, 341, 341, 1"
    })
    void bringsTheLongestSideToItsLength(int width, int height, int side, int newWidth, int newHeight) {
        assertEquals(new Size(newWidth, newHeight), new Size(width, height).longestSide(side));
        assertEquals(new Size(newHeight, newWidth), new Size(height, width).longestSide(side));
    }

    @Test
    void leavesAnImageOfThatSizeAlone() {
        RgbImage image = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

        assertSame(image, PillowResize.longestSide(image, 2));
    }

    /** An 8-bit RGB PNG, by the JDK. */
    private static RgbImage byJdk(Path png) {
        try {
            BufferedImage image = ImageIO.read(png.toFile());
            int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
            byte[] rgb = new byte[samples.length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) samples[i];
            }
            return new RgbImage(image.getWidth(), image.getHeight(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
