package io.github.syr.adapter;

import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.image.Box;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.io.Sha256;

/**
 * The picture that a self-test segments, and the box that prompts it.
 *
 * <p>Unless a build gives one, it is a ring on a shaded ground, drawn from whole numbers alone, so that it is the same
 * to the byte on every machine, and nothing of a data set leaves its build. That one never changes: what adapters
 * expect of it is packaged with them.
 *
 * @param pixels of at most {@value #LONGEST_SIDE} x {@value #LONGEST_SIDE} pixels
 * @param box in the picture's pixels
 */
public record SelfTestPicture(RgbImage pixels, Box box) {

    /** The longest side of a picture, in pixels; a larger one is made smaller. */
    public static final int LONGEST_SIDE = 256;

    private static final int WIDTH = 192;
    private static final int HEIGHT = 144;

    /** In half pixels, as the squares of radii are compared there: the centre lies between pixels. */
    private static final int OUTER = 96;

    private static final int INNER = 56;

    /** Around the ring. */
    private static final Box BOX = Box.of(48, 24, 144, 120);

    private static final SelfTestPicture DRAWN = new SelfTestPicture(draw(), BOX);

    /** The one that SYR draws, 192 x 144 pixels. */
    public static SelfTestPicture drawn() {
        return DRAWN;
    }

    /**
     * A picture of the user's, prompted by a box around all of it.
     *
     * @param image of any size; made smaller, as Pillow does it, where a side is longer than {@value #LONGEST_SIDE}
     */
    public static SelfTestPicture of(RgbImage image) {
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.width(), image.height()));
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        RgbImage pixels = scale < 1 ? PillowResize.resize(image, width, height) : image;
        return new SelfTestPicture(pixels, Box.of(0, 0, width, height));
    }

    private static RgbImage draw() {
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

    /** SHA-256 of the picture's pixels, row by row, R G B. */
    public String sha256() {
        return Sha256.of(pixels.pixels());
    }

    boolean isDrawn() {
        return sha256().equals(DRAWN.sha256());
    }

    /** Height x width numbers, R x 65536 + G x 256 + B each: a float holds them exactly. */
    FloatTensor packed() {
        byte[] bytes = pixels.pixels();
        float[] packed = new float[pixels.width() * pixels.height()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (bytes[3 * i] & 255) << 16 | (bytes[3 * i + 1] & 255) << 8 | bytes[3 * i + 2] & 255;
        }
        return FloatTensor.of(new long[] {pixels.height(), pixels.width()}, packed);
    }

    /** What {@link #packed} made of one, of a valid size. */
    static SelfTestPicture unpacked(int width, int height, float[] packed) {
        byte[] bytes = new byte[3 * packed.length];
        for (int i = 0; i < packed.length; i++) {
            int pixel = (int) packed[i];
            bytes[3 * i] = (byte) (pixel >> 16);
            bytes[3 * i + 1] = (byte) (pixel >> 8);
            bytes[3 * i + 2] = (byte) pixel;
        }
        return of(new RgbImage(width, height, bytes));
    }
}
