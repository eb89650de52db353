package io.github.syr.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.runcache.RunCache;
import io.github.syr.testing.Pictures;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /** Without one that is read to its end, only the beginning of the reader is looked at. */
    @Test
    void aSelfTestAndAnEntryOfTheRunCacheAreRead() throws IOException {
        assertEquals(
                List.of(192, 3),
                SelfTestFuzzTest.seeds()
                        .map(seed -> SelfTestFile.read(ByteSource.of(seed, "seed"))
                                .picture()
                                .pixels()
                                .width())
                        .toList());
        byte[] archive = RunArchiveFuzzTest.seeds().findFirst().orElseThrow();
        RunCache cache = new RunCache(Reading.folder("seeds-runs"), 1 << 20, () -> Instant.EPOCH, text -> {});
        assertEquals(Optional.empty(), cache.damage(Sha256.of("1"), Reading.file("seed.zip", archive)));
    }
}
