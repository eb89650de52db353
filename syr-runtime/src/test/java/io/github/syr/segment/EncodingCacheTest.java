package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.testing.ReferenceFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodingCacheTest {

    private static final Path IMAGE = ReferenceFiles.file("mini_image.png");
    private static final Box BOX = Box.of(17, 11, 93, 71);

    @Test
    void keepsWhatWasUsedLast() {
        EncodingCache cache = new EncodingCache(100);
        float[] a = new float[10];
        cache.put("a", a);
        cache.put("b", new float[10]);
        assertSame(a, cache.get("a").orElseThrow());
        cache.put("c", new float[10]);
        assertEquals(Optional.empty(), cache.get("b"));
        assertSame(a, cache.get("a").orElseThrow());
        cache.put("larger than all of it", new float[26]);
        assertSame(a, cache.get("a").orElseThrow());
        cache.put("as large as all of it", new float[25]);
        assertEquals(Optional.empty(), cache.get("a"));
        assertEquals(Optional.empty(), cache.get("c"));
    }

    @Test
    void countsAnEmbeddingThatIsPutTwiceOnce() {
        EncodingCache cache = new EncodingCache(80);
        cache.put("a", new float[10]);
        cache.put("b", new float[10]);
        cache.put("b", new float[10]);
        assertEquals(10, cache.get("a").orElseThrow().length);
    }

    @Test
    void knowsImagesBySizeAndPixels() {
        EncodingCache cache = new EncodingCache(1);
        byte[] pixels = new byte[18];
        String key = cache.key(new RgbImage(3, 2, pixels));
        assertNotEquals(key, cache.key(new RgbImage(2, 3, pixels)));
        assertEquals(key, cache.key(new RgbImage(3, 2, pixels.clone())));
        byte[] other = pixels.clone();
        other[17] = 1;
        assertNotEquals(key, cache.key(new RgbImage(3, 2, other)));
    }

    @Test
    void segmenterEncodesAnImageOnce() {
        try (Segmenter segmenter = mini().cacheBytes(1 << 20).build()) {
            SegmentedImage first = segmenter.open(IMAGE);
            float[] logits = first.segment(BOX).lowResLogits();
            first.close();
            SegmentedImage second = segmenter.open(IMAGE);
            assertSame(second.embedding(), segmenter.open(IMAGE).embedding());
            assertArrayEquals(logits, second.segment(BOX).lowResLogits());
        }
    }

    @Test
    void segmenterKeepsNoneUnlessItIsAsked() {
        try (Segmenter segmenter = mini().build()) {
            assertNotSame(
                    segmenter.open(IMAGE).embedding(), segmenter.open(IMAGE).embedding());
        }
    }

    @Test
    void refusesLessThanNothing() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> mini().cacheBytes(-1));
        assertEquals("cacheBytes is -1; 0 or more is expected", e.getMessage());
    }

    private static Segmenter.Builder mini() {
        return Segmenter.builder()
                .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                .decoderHeads(2);
    }
}
