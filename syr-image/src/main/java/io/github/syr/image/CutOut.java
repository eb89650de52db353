package io.github.syr.image;

import java.awt.image.BufferedImage;

/** An object cut out of its image. */
public final class CutOut {

    private CutOut() {}

    /**
     * The image where the mask is set, transparent black elsewhere.
     *
     * @return of the image's size, {@link BufferedImage#TYPE_INT_ARGB}
     * @throws IllegalArgumentException if the mask is of another size
     */
    public static BufferedImage of(RgbImage image, BinaryMask mask) {
        if (!Size.of(image).equals(Size.of(mask))) {
            throw new IllegalArgumentException(
                    "a mask of " + Size.of(mask) + " does not fit an image of " + Size.of(image));
        }
        BufferedImage cutOut = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_ARGB);
        byte[] rgb = image.pixels();
        int[] row = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                int at = 3 * (y * row.length + x);
                row[x] = mask.get(x, y)
                        ? 0xFF000000 | (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF
                        : 0;
            }
            cutOut.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return cutOut;
    }
}
