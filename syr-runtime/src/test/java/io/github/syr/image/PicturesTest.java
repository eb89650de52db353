package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written: PNGs, overlays, cut-outs; read back by the JDK. */
class PicturesTest {

    @TempDir
    private Path folder;

    @Test
    void writesAMaskAsGrey() throws IOException {
        BinaryMask mask = Masks.of("#..", ".##");
        Path file = folder.resolve("deep/mask.png");

        Pngs.write(file, mask);

        BufferedImage read = ImageIO.read(file.toFile());
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, read.getType());
        assertArrayEquals(new int[] {255, 0, 0, 0, 255, 255}, read.getRaster().getPixels(0, 0, 3, 2, (int[]) null));
        assertEquals(mask, new ImageDecoder().mask(file, 128));
        assertArrayEquals(Pngs.bytes(mask), Pngs.bytes(Masks.of("#..", ".##")));
    }

    @Test
    void writesAnImage() throws IOException {
        RgbImage image = TestImages.byJdk(TestImages.file("png_rgb8.png.rgb.png"));

        Pngs.write(folder.resolve("image.png"), image);

        assertArrayEquals(image.pixels(), TestImages.byJdk(folder.resolve("image.png")).pixels());
    }

    @Test
    void cutsOutWhatTheMaskHolds() throws IOException {
        RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, (byte) 200, (byte) 150, 100});

        BufferedImage cutOut = CutOut.of(image, Masks.of(".#"));

        assertEquals(BufferedImage.TYPE_INT_ARGB, cutOut.getType());
        assertEquals(0, cutOut.getRGB(0, 0));
        assertEquals(0xFFC89664, cutOut.getRGB(1, 0));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Pngs.bytes(cutOut)));
        assertEquals(0, read.getRGB(0, 0));
        assertEquals(0xFFC89664, read.getRGB(1, 0));
        assertThrows(IllegalArgumentException.class, () -> CutOut.of(image, Masks.of("#")));
    }

    @Test
    void tintsAMaskAndDrawsItsContour() {
        BinaryMask mask = Masks.of(
                ".....",
                ".###.",
                ".###.",
                ".###.",
                ".....");

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
