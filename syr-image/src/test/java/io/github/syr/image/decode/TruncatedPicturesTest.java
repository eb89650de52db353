package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every picture, cut at every hundredth of its file: refused, or the same picture where what is missing holds no pixel
 * of it.
 */
class TruncatedPicturesTest {

    /**
     * By name, the first hundredth from which on a cut takes no pixel: a second picture, padding, an end mark of fax
     * codes.
     */
    private static final Map<String, Integer> WHOLE_FROM = Map.ofEntries(
            Map.entry("bmp_1.bmp", 99),
            Map.entry("bmp_1_two_colours.bmp", 99),
            Map.entry("bmp_1x1.bmp", 99),
            Map.entry("jpeg_two_pictures.jpg", 52),
            Map.entry("tiff_ccitt.tif", 98),
            Map.entry("tiff_group3.tif", 99),
            Map.entry("tiff_group4.tif", 98),
            Map.entry("tiff_second_page_turned.tif", 72),
            Map.entry("tiff_two_pages.tif", 50));

    private final ImageDecoder decoder = new ImageDecoder();

    @TempDir
    private Path folder;

    static List<String> pictures() {
        return Pictures.read();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void isRefusedOrWhole(String name) throws IOException {
        byte[] file = Pictures.bytes(name);
        byte[] whole = decoder.rgb(Pictures.file(name)).pixels();
        Path cut = folder.resolve(name);
        for (int percent = 0; percent < 100; percent++) {
            int length = file.length * percent / 100;
            Files.write(cut, Arrays.copyOf(file, length));

            if (percent >= WHOLE_FROM.getOrDefault(name, 100)) {
                assertArrayEquals(whole, decoder.rgb(cut).pixels(), percent + " %");
            } else {
                SyrException refused = assertThrows(SyrException.class, () -> decoder.rgb(cut), percent + " %");
                assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
                assertTrue(refused.problem().startsWith(cut + ": "), refused.getMessage());
                // what is left of a few bytes may not be known for an image any more
                String words = length >= 22 ? "is truncated: the file ends" : "is ";
                assertTrue(refused.problem().contains(words), percent + " %: " + refused.getMessage());
            }
        }
    }
}
