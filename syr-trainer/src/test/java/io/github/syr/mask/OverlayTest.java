package io.github.syr.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OverlayTest {

    @Test
    void tintsAMaskAndDrawsItsContour() {
        BinaryMask mask = Masks.of(".....", ".###.", ".###.", ".###.", ".....");

        RgbImage overlay = Overlay.of(flat(5, 5, 100), mask, 0xFF0000);

        assertEquals(0x646464, colour(overlay, 0, 0));
        assertEquals(0xFF0000, colour(overlay, 1, 1));
        // 0.6 * 100 + 0.4 * 255, and 0.6 * 100
        assertEquals(0xA23C3C, colour(overlay, 2, 2));
    }

    @Test
    void tellsHitsFromMissesAndAdditions() {
        BinaryMask truth = new BinaryMask(30, 30);
        truth.bits().set(0, 30 * 20);
        BinaryMask predicted = new BinaryMask(30, 30);
        predicted.bits().set(30 * 10, 30 * 30);

        RgbImage overlay = Overlay.errors(flat(30, 30, 0), truth, predicted);

        assertEquals(blend(Overlay.MISSED, 80), colour(overlay, 15, 5));
        assertEquals(blend(Overlay.HIT, 40), colour(overlay, 15, 15));
        assertEquals(blend(Overlay.ADDED, 80), colour(overlay, 15, 25));
        assertEquals(Overlay.HIT, colour(overlay, 15, 19));
    }

    @Test
    void keepsOverlaysSmallAndSourcesUntouched() {
        RgbImage image = flat(2000, 500, 9);
        BinaryMask mask = new BinaryMask(2000, 500);
        mask.bits().set(0, 2000 * 500);

        RgbImage overlay = Overlay.of(image, mask, 0x00FF00);

        assertEquals(1024, overlay.width());
        assertEquals(256, overlay.height());
        RgbImage small = flat(4, 4, 9);
        Overlay.of(small, Masks.of("####", "####", "####", "####"), 0x00FF00);
        assertArrayEquals(flat(4, 4, 9).pixels(), small.pixels());
    }

    private static RgbImage flat(int width, int height, int grey) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) grey);
        return new RgbImage(width, height, pixels);
    }

    private static int colour(RgbImage image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return (image.pixels()[at] & 0xFF) << 16 | (image.pixels()[at + 1] & 0xFF) << 8 | image.pixels()[at + 2] & 0xFF;
    }

    /** A colour at a share over black. */
    private static int blend(int colour, int percent) {
        int blended = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            blended |= ((colour >> shift & 0xFF) * percent + 50) / 100 << shift;
        }
        return blended;
    }
}
