package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.syr.error.SyrException;
import io.github.syr.testing.Pictures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that say they are huge are refused by what they say, before memory is allocated. */
class HugePicturesTest {

    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(ImageDecoder.LIMIT_PROPERTY);
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("jpeg_444.jpg", 60_000, 60_000),
                Arguments.of("jpeg_progressive.jpg", 60_000, 60_000),
                Arguments.of("png_rgb8.png", 60_000, 60_000),
                Arguments.of("png_grey1_interlaced.png", Integer.MAX_VALUE, Integer.MAX_VALUE),
                Arguments.of("bmp_24.bmp", 60_000, 60_000),
                Arguments.of("bmp_rle8.bmp", 60_000, 60_000),
                Arguments.of("tiff_rgb.tif", 60_000, 60_000),
                Arguments.of("tiff_tiles.tif", 60_000, 60_000),
                Arguments.of("tiff_bigtiff.tif", 60_000, 60_000),
                Arguments.of("webp_animated.webp", 60_000, 60_000),
                Arguments.of("webp_lossless.webp", 16_384, 16_384),
                Arguments.of("webp_lossy.webp", 16_383, 16_383));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void areRefusedByTheirHeaders(String name, int width, int height) throws IOException {
        Path file = Files.write(folder.resolve(name), Patch.size(name, width, height));
        ImageDecoder decoder = new ImageDecoder();

        SyrException refused = allocatingLittle(() -> assertThrows(SyrException.class, () -> decoder.rgb(file)));

        assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
        assertEquals(
                file + ": the image of " + width + " x " + height + " pixels is above the limit of 100 megapixels.",
                refused.problem());
        assertTrue(refused.remedy().contains("raise the limit by -Dsyr.maxMegapixels="), refused.remedy());
    }

    @Test
    void aStreamInATiffMayNotBeLargerThanItsPart() throws IOException {
        byte[] tiff = Pictures.bytes("tiff_jpeg.tif");
        int frame = Patch.find(tiff, 0xFF, 0xC0);
        Path file = Files.write(folder.resolve("a.tif"), Patch.at(tiff, frame + 5, 0x3A, 0x98, 0x3A, 0x98));

        SyrException refused =
                allocatingLittle(() -> assertThrows(SyrException.class, () -> new ImageDecoder().rgb(file)));

        assertTrue(
                refused.problem().endsWith("it holds a JPEG stream of 15000 x 15000 pixels where 33 x 25 belong."),
                refused.problem());
    }

    @Test
    void aSqueezedTextIsNotBlownUp() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), Patch.withText("png_rgb8.png", new byte[64 << 20]));

        byte[] pixels = allocatingLittle(() -> new ImageDecoder().rgb(file)).pixels();

        assertArrayEquals(TestImages.pillows("png_rgb8.png").pixels(), pixels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg_444.jpg", "png_rgb8.png", "tiff_rgb.tif", "bmp_24.bmp", "webp_lossless.webp"})
    void theLimitIsExact(String name) {
        SyrException refused =
                assertThrows(SyrException.class, () -> new ImageDecoder(33 * 25 - 1).rgb(Pictures.file(name)));

        assertTrue(
                refused.problem().endsWith("the image of 33 x 25 pixels is above the limit of 0.000824 megapixels."),
                refused.getMessage());
        assertEquals(33, new ImageDecoder(33 * 25).rgb(Pictures.file(name)).width());
    }

    @Test
    void thePropertySetsTheLimit() {
        System.setProperty(ImageDecoder.LIMIT_PROPERTY, "0.0005");
        SyrException refused =
                assertThrows(SyrException.class, () -> new ImageDecoder().rgb(Pictures.file("png_rgb8.png")));
        assertTrue(refused.problem().endsWith("is above the limit of 0.0005 megapixels."), refused.problem());

        System.setProperty(ImageDecoder.LIMIT_PROPERTY, "400");
        assertEquals(33, new ImageDecoder().rgb(Pictures.file("png_rgb8.png")).width());
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "", "0", "-5", "NaN"})
    void aPropertyThatIsNoLimitIsRefused(String value) {
        System.setProperty(ImageDecoder.LIMIT_PROPERTY, value);

        SyrException refused = assertThrows(SyrException.class, ImageDecoder::new);

        assertEquals(SyrException.Kind.BAD_REQUEST, refused.kind());
        assertEquals(
                "syr.maxMegapixels is \"" + value + "\"; a number of megapixels above 0 is expected.",
                refused.problem());
    }

    /** Fails if as much as 8 MiB are asked for on the way; the pictures' own pixels are under 1 MiB. */
    private static <T> T allocatingLittle(Supplier<T> step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        T result = step.get();
        long asked = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(asked < 8 << 20, () -> asked + " bytes were asked for");
        return result;
    }
}
