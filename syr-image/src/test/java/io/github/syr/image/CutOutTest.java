package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class CutOutTest {

    @Test
    void keepsWhatTheMaskHolds() {
        RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, (byte) 200, (byte) 150, 100});
        BinaryMask mask = new BinaryMask(2, 1);
        mask.set(1, 0, true);

        BufferedImage cutOut = CutOut.of(image, mask);

        assertEquals(BufferedImage.TYPE_INT_ARGB, cutOut.getType());
        assertEquals(0, cutOut.getRGB(0, 0));
        assertEquals(0xFFC89664, cutOut.getRGB(1, 0));
        assertThrows(IllegalArgumentException.class, () -> CutOut.of(image, new BinaryMask(1, 1)));
    }
}
