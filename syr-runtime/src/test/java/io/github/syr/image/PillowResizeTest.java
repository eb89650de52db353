package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PillowResizeTest {

    static List<Path> goldens() {
        return TestImages.list(TestImages.parity("resize"), ".*_to_\\d+\\.png");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsPillowByteForByte(Path golden) {
        String[] name = golden.getFileName().toString().split("_to_|\\.");
        RgbImage source = TestImages.byJdk(golden.resolveSibling(name[0] + ".png"));
        RgbImage expected = TestImages.byJdk(golden);

        RgbImage resized = PillowResize.longestSide(source, Integer.parseInt(name[1]));

        assertEquals(expected.width(), resized.width());
        assertEquals(expected.height(), resized.height());
        assertArrayEquals(expected.pixels(), resized.pixels());
    }

    /** As get_preprocess_shape; 1365 x 2 to 341 would be 0.4996 + 0.5 high, which the reference cuts to 0. */
    @ParameterizedTest
    @CsvSource({"933, 700, 1024, 1024, 768", "301, 200, 256, 256, 170", "5, 1, 128, 128, 26", "400, 400, 1024, 1024, 1024", "1365, 2, 341, 341, 1"})
    void bringsTheLongestSideToItsLength(int width, int height, int side, int newWidth, int newHeight) {
        assertEquals(new ResizedSize(newWidth, newHeight), ResizedSize.longestSide(width, height, side));
        assertEquals(new ResizedSize(newHeight, newWidth), ResizedSize.longestSide(height, width, side));
    }

    @Test
    void leavesAnImageOfThatSizeAlone() {
        RgbImage image = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

        assertSame(image, PillowResize.longestSide(image, 2));
    }
}
