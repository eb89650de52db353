package io.github.syr.report.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.testing.ReferenceFiles;
import org.junit.jupiter.api.Test;

class LikenessTest {

    private static RgbImage image(String name) {
        return new ImageDecoder().rgb(ReferenceFiles.file(name));
    }

    /** Rows of 9 pixels that get darker but for one step: of 8 bits, the one of that step is set. */
    @Test
    void aBitIsSetWhereTheNextPixelIsBrighter() {
        byte[] pixels = new byte[3 * 9 * 8];
        for (int i = 0; i < 72; i++) {
            int grey = i % 9 == 5 ? 250 : 200 - 10 * (i % 9);
            pixels[3 * i] = (byte) grey;
            pixels[3 * i + 1] = (byte) grey;
            pixels[3 * i + 2] = (byte) grey;
        }
        assertEquals(0x0808080808080808L, Likeness.hash(new RgbImage(9, 8, pixels)));
    }

    @Test
    void oneImageInTwoSizesIsTheSame() {
        RgbImage large = image("vit_b_image.png");
        RgbImage small = PillowResize.longestSide(large, 300);
        RgbImage compressed = new ImageDecoder().rgb(Photograph.jpeg(small));
        assertTrue(Likeness.distance(Likeness.hash(large), Likeness.hash(small)) <= Likeness.NEARLY_THE_SAME);
        assertTrue(Likeness.distance(Likeness.hash(large), Likeness.hash(compressed)) <= Likeness.NEARLY_THE_SAME);
    }

    @Test
    void otherImagesAreOthers() {
        assertTrue(Likeness.distance(Likeness.hash(image("train_0.png")), Likeness.hash(image("train_1.png")))
                > Likeness.NEARLY_THE_SAME);
    }
}
