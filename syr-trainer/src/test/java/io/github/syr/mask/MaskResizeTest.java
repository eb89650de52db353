package io.github.syr.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.syr.image.BinaryMask;
import org.junit.jupiter.api.Test;

class MaskResizeTest {

    @Test
    void takesWhatLiesAtThePixelsCentre() {
        BinaryMask mask = Masks.of("#..##", ".....", "..#..", "#....", "....#");

        // centres of three pixels over five: 0.83, 2.5, 4.17
        assertEquals(Masks.of("#.#", ".#.", "..#"), MaskResize.nearest(mask, 3, 3));
    }

    @Test
    void enlargesByRepeating() {
        assertEquals(Masks.of("##..", "..##"), MaskResize.nearest(Masks.of("#.", ".#"), 4, 2));
    }

    @Test
    void leavesAMaskOfThatSizeAlone() {
        BinaryMask mask = Masks.of("#.");

        assertSame(mask, MaskResize.nearest(mask, 2, 1));
    }
}
