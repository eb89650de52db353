package io.github.syr.image;

/** Masks in another size. */
public final class MaskResize {

    private MaskResize() {}

    /** Each pixel takes the value of the old pixel under its centre. */
    public static BinaryMask nearest(BinaryMask mask, int width, int height) {
        BinaryMask result = new BinaryMask(width, height);
        for (int y = 0; y < height; y++) {
            int fromY = (int) ((y + .5) * mask.height() / height);
            for (int x = 0; x < width; x++) {
                result.set(x, y, mask.get((int) ((x + .5) * mask.width() / width), fromY));
            }
        }
        return result;
    }
}
