package io.github.syr.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterFile;
import io.github.syr.testing.Pictures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzing starts from: a format without a seed is hardly ever found by chance. */
class SeedsTest {

    @Test
    void imagesOfEveryKindAreSeeds() {
        List<String> names = Stream.concat(Pictures.read().stream(), Pictures.refused().stream())
                .toList();
        for (String kind : List.of(
                "webp_lossy.webp",
                "webp_lossless.webp",
                "webp_animated.webp",
                "tiff_jpeg.tif",
                "tiff_jpeg_ycc.tif",
                "tiff_bigtiff.tif",
                "tiff_packbits.tif",
                "bmp_rle4.bmp",
                "bmp_rle8.bmp",
                "png_rgb8_interlaced.png",
                "png_grey16_interlaced.png")) {
            assertTrue(names.contains(kind), kind);
        }
        assertEquals(names.size(), ImageFuzzTest.seeds().count());
    }

    @Test
    void adaptersOfBothFormatsAreSeeds() {
        List<Boolean> knowTheirBase = AdapterFuzzTest.seeds()
                .map(seed -> AdapterFile.read(Reading.file("seed.safetensors", seed))
                        .baseSha256()
                        .isPresent())
                .toList();
        assertEquals(List.of(false, true, true), knowTheirBase);
    }
}
