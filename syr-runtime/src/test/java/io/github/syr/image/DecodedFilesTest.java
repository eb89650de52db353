package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code files/}, against what Pillow makes of it. */
class DecodedFilesTest {

    private final ImageDecoder decoder = new ImageDecoder();

    static List<String> files() {
        return TestImages.list(TestImages.folder(), ".*\\.rgb\\.png").stream()
                .map(file -> file.getFileName().toString().replace(".rgb.png", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesPillowsColours(String name) {
        RgbImage expected = TestImages.byJdk(TestImages.file(name + ".rgb.png"));

        RgbImage decoded = decoder.rgb(TestImages.file(name));

        assertEquals(expected.width(), decoded.width());
        assertEquals(expected.height(), decoded.height());
        double difference = TestImages.difference(expected.pixels(), decoded.pixels());
        assertTrue(difference <= tolerance(name), () -> "mean difference of " + difference + " levels");
    }

    @ParameterizedTest
    @MethodSource("files")
    void tellsTheSizeWithoutDecoding(String name) {
        RgbImage expected = TestImages.byJdk(TestImages.file(name + ".rgb.png"));

        assertArrayEquals(new int[] {expected.width(), expected.height()}, decoder.size(TestImages.file(name)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesAMaskFromAlphaWhereThereIsAny(String name) {
        Path alpha = TestImages.file(name + ".a.png");

        Optional<BinaryMask> mask = decoder.alphaMask(TestImages.file(name), 128);

        Optional<BinaryMask> expected = Files.exists(alpha)
                ? Optional.of(GreyImage.of(TestImages.byJdk(alpha)).atLeast(128)).filter(it -> it.area() < it.width() * it.height())
                : Optional.empty();
        assertEquals(expected, mask);
    }

    /** Mean levels a sample: lossless formats are exact; JPEG is too where the JDK has libjpeg-turbo, as Pillow. */
    private static double tolerance(String name) {
        if (name.startsWith("webp_lossy")) {
            // the reader doesn't smooth colour between pixels, as libwebp does: at these hard edges alone it shows
            return 4;
        }
        return name.contains("jpeg") ? 1 : 0;
    }
}
