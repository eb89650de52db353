package io.github.syr.adapter;

import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.io.Sha256;

/**
 * The picture that a self-test segments: a ring on a shaded ground, drawn from whole numbers alone, so that it is the
 * same to the byte on every machine, and nothing of a data set leaves its build.
 *
 * <p>It never changes: what adapters expect of it is packaged with them.
 */
public final class SelfTestPicture {

    private static final int WIDTH = 192;
    private static final int HEIGHT = 144;

    /** In half pixels, as the squares of radii are compared there: the centre lies between pixels. */
    private static final int OUTER = 96;

    private static final int INNER = 56;

    /** The prompt: the box around the ring. */
    private static final Box BOX = Box.of(48, 24, 144, 120);

    private SelfTestPicture() {}

    /** The picture, 192 x 144 pixels. */
    public static RgbImage draw() {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int dx = 2 * x + 1 - WIDTH;
                int dy = 2 * y + 1 - HEIGHT;
                int square = dx * dx + dy * dy;
                boolean ring = square <= OUTER * OUTER && square >= INNER * INNER;
                int at = 3 * (y * WIDTH + x);
                // the ground darkens downwards; the ring is lit from the upper left
                int light = ring ? -(dx + dy) / 4 : x / 8 - y / 3;
                pixels[at] = (byte) ((ring ? 190 : 205) + light);
                pixels[at + 1] = (byte) ((ring ? 140 : 208) + light);
                pixels[at + 2] = (byte) ((ring ? 60 : 215) + light);
            }
        }
        return new RgbImage(WIDTH, HEIGHT, pixels);
    }

    /** The prompt, in the picture's pixels. */
    public static Box box() {
        return BOX;
    }

    /** SHA-256 of the picture's pixels, row by row, R G B. */
    static String sha256() {
        return Sha256.of(draw().pixels());
    }
}
