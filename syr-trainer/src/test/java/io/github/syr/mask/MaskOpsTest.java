package io.github.syr.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskOpsTest {

    @Test
    void findsWhatIsEnclosedAndNothingElse() {
        BinaryMask mask = Masks.of("..........", ".#####.###", ".#...#.#.#", ".#.#.#.#.#", ".#...#.#.#", ".#####.#.#");

        // the right one is open at the border; the island in the left one's hole is object
        assertEquals(
                Masks.of("..........", "..........", "..###.....", "..#.#.....", "..###.....", ".........."),
                MaskOps.holes(mask, mask.box().orElseThrow()));
    }

    @Test
    void takesCornersForNoWayOut() {
        BinaryMask mask = Masks.of(".#..", "#.#.", ".#..");

        assertEquals(1, MaskOps.holes(mask, mask.box().orElseThrow()).area());
    }

    @Test
    void passesOverSpecks() {
        BinaryMask mask = new BinaryMask(100, 100);
        mask.bits().set(0, 100 * 100);
        mask.bits().clear(50 * 100 + 40, 50 * 100 + 49);

        // 9 pixels of 10000, and 0.1 % is 10
        assertTrue(MaskOps.holes(mask, Box.of(0, 0, 100, 100)).isEmpty());
        mask.set(49, 50, false);
        assertEquals(10, MaskOps.holes(mask, Box.of(0, 0, 100, 100)).area());
    }

    @Test
    void joinsAHoleWhoseArmsMeetLate() {
        BinaryMask mask = Masks.of("#########", "#.#.#.#.#", "#.#.#.#.#", "#...#...#", "####.####", "#########");

        // two U shapes, and a pixel that touches both at corners only
        assertEquals(7 + 7 + 1, MaskOps.holes(mask, Box.of(0, 0, 9, 6)).area());
        mask.set(4, 5, false);
        assertEquals(7 + 7, MaskOps.holes(mask, Box.of(0, 0, 9, 6)).area());
        mask.set(4, 3, false);
        assertEquals(0, MaskOps.holes(mask, Box.of(0, 0, 9, 6)).area());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void erodesAsRepeatedErosionDoes(int times) {
        Random random = new Random(times);
        BinaryMask mask = new BinaryMask(70, 45);
        for (int i = 0; i < 70 * 45; i++) {
            mask.bits().set(i, random.nextInt(100) < 98);
        }
        mask.bits().set(0, 70 * 20);
        BinaryMask expected = mask;
        for (int i = 0; i < times; i++) {
            expected = erodeOnce(expected);
        }

        assertEquals(expected, MaskOps.erode(mask, times));
        assertTrue(expected.area() > 0);
    }

    @Test
    void roundsTheBoundaryAsPython() {
        assertEquals(1, MaskOps.boundaryWidth(10, 10));
        // 0.02 * 125 = 2.5 goes to 2, the even one; 0.02 * 175 = 3.5 to 4
        assertEquals(2, MaskOps.boundaryWidth(100, 75));
        assertEquals(4, MaskOps.boundaryWidth(105, 140));
    }

    @Test
    void takesTheImagesEdgeForABorder() {
        BinaryMask all = new BinaryMask(5, 4);
        all.bits().set(0, 20);

        assertEquals(Masks.of("#####", "#...#", "#...#", "#####"), MaskOps.boundary(all));
    }

    private static BinaryMask erodeOnce(BinaryMask mask) {
        BinaryMask eroded = new BinaryMask(mask.width(), mask.height());
        for (int y = 1; y < mask.height() - 1; y++) {
            for (int x = 1; x < mask.width() - 1; x++) {
                boolean all = true;
                for (int k = 0; k < 9; k++) {
                    all &= mask.get(x + k % 3 - 1, y + k / 3 - 1);
                }
                eroded.set(x, y, all);
            }
        }
        return eroded;
    }
}
