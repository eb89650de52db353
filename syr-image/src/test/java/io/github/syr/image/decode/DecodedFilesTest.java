package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.GreyImage;
import io.github.syr.image.RgbImage;
import io.github.syr.testing.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every picture of {@code pictures.zip}, against what Pillow makes of it: the same size, and at most so many levels
 * away in the mean. Where the picture in the archive isn't Pillow's own, {@code syr-testing/pillow/README.md} says why.
 */
class DecodedFilesTest {

    private final ImageDecoder decoder = new ImageDecoder();

    static List<String> pictures() {
        return Pictures.read();
    }

    @Test
    void comparesEnough() {
        assertTrue(pictures().size() >= 250, () -> pictures().size() + " pictures");
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void givesPillowsColours(String name) {
        RgbImage expected = TestImages.pillows(name);

        RgbImage decoded = decoder.rgb(Pictures.file(name));

        assertEquals(expected.width(), decoded.width());
        assertEquals(expected.height(), decoded.height());
        double difference = TestImages.difference(expected.pixels(), decoded.pixels());
        assertTrue(difference <= tolerance(name), () -> "mean difference of " + difference + " levels");
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void takesAMaskFromAlphaWhereThereIsAny(String name) {
        Path alpha = Pictures.file(name + ".a.png");

        Optional<BinaryMask> mask = decoder.alphaMask(Pictures.file(name), 128);

        Optional<BinaryMask> expected = Files.exists(alpha)
                ? Optional.of(GreyImage.of(TestImages.byJdk(alpha)).atLeast(128))
                        .filter(it -> it.area() < it.width() * it.height())
                : Optional.empty();
        assertEquals(expected, mask);
    }

    /**
     * Mean levels a sample. What is lossless is exact. JPEG is too where the JDK is built with libjpeg-turbo, as
     * Pillow; one with the libjpeg 6b that OpenJDK brings enlarges sparse colour otherwise.
     */
    private static double tolerance(String name) {
        return name.startsWith("jpeg") || name.startsWith("tiff_jpeg") ? 3 : 0;
    }
}
