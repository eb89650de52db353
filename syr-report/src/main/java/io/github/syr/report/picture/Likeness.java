package io.github.syr.report.picture;

import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;

/**
 * How alike two images are, by a 64-bit difference hash: an image of 9 x 8 grey pixels, a bit for each pixel that is
 * darker than its right neighbour.
 */
public final class Likeness {

    /**
     * As many differing bits, of 64, still make two images nearly the same. The same photograph, compressed or resized
     * again, differs in 0 to 4 bits; two photographs of one object on one ground often in fewer than 10.
     */
    public static final int NEARLY_THE_SAME = 4;

    private static final int WIDTH = 9;
    private static final int HEIGHT = 8;

    private Likeness() {}

    /** The hash of an image. */
    public static long hash(RgbImage image) {
        byte[] pixels = PillowResize.resize(image, WIDTH, HEIGHT).pixels();
        long hash = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH - 1; x++) {
                hash = hash << 1 | (grey(pixels, y * WIDTH + x) < grey(pixels, y * WIDTH + x + 1) ? 1 : 0);
            }
        }
        return hash;
    }

    /** ITU-R 601's luma, times 1000. */
    private static int grey(byte[] pixels, int pixel) {
        return 299 * (pixels[3 * pixel] & 0xFF)
                + 587 * (pixels[3 * pixel + 1] & 0xFF)
                + 114 * (pixels[3 * pixel + 2] & 0xFF);
    }

    /** In how many bits two hashes differ, 0 to 64. */
    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }
}
