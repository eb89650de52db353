package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Expected values are of pycocotools. */
class RleTest {

    static BinaryMask mask(String... rows) {
        BinaryMask mask = new BinaryMask(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                mask.set(x, y, rows[y].charAt(x) == '#');
            }
        }
        return mask;
    }

    static BinaryMask random(int seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        BinaryMask mask = new BinaryMask(width, height);
        for (int i = 0; i < width * height; i++) {
            mask.bits().set(i, random.nextInt(3) > 0);
        }
        return mask;
    }

    @Test
    void countsColumnsFromTheTop() {
        Rle rle = Rle.of(mask(".##.", ".#.#", ".###"));
        assertEquals(List.of(3, 4, 1, 1, 1, 2), rle.counts());
        assertEquals("341M01", rle.compressed());
        assertEquals("{\"size\":[3,4],\"counts\":\"341M01\"}", rle.toJson());
    }

    @Test
    void beginsOutside() {
        assertEquals(List.of(0, 2), Rle.of(mask("#", "#")).counts());
        assertEquals(List.of(2), Rle.of(mask(".", ".")).counts());
        assertTrue(Rle.of(mask("..")).isEmpty());
    }

    @Test
    void isReadAsItIsWritten() {
        for (int seed = 0; seed < 50; seed++) {
            BinaryMask mask = random(seed, 1 + seed % 13, 1 + seed % 7);
            assertEquals(mask, Rle.of(mask).mask());
        }
    }

    @Test
    void compressesLongRuns() {
        BinaryMask mask = new BinaryMask(1000, 700);
        mask.bits().set(0, 700_000);
        assertEquals("0Pc[e0", Rle.of(mask).compressed());
    }

    @Test
    void compressesARing() {
        BinaryMask mask = new BinaryMask(30, 20);
        for (int y = 3; y < 17; y++) {
            for (int x = 4; x < 25; x++) {
                mask.set(x, y, !(y >= 6 && y < 12 && x >= 8 && x < 20));
            }
        }
        assertEquals(
                "c2>6000000E020N020N020N020N020N020N020N020N020N020N020N020900000000Q3",
                Rle.of(mask).compressed());
    }

    @Test
    void refusesRunsThatDoNotFit() {
        Size size = new Size(2, 2);
        assertThrows(IllegalArgumentException.class, () -> new Rle(size, List.of(1, 2)));
        assertThrows(IllegalArgumentException.class, () -> new Rle(size, List.of(5, -1)));
    }
}
