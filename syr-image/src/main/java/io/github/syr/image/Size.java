package io.github.syr.image;

/**
 * The size of an upright image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record Size(int width, int height) {

    /** @throws IllegalArgumentException if a side is under 1 */
    public Size {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "width and height must be at least 1 pixel, not " + width + " x " + height);
        }
    }

    /** The size of an image. */
    public static Size of(RgbImage image) {
        return new Size(image.width(), image.height());
    }

    /** The size of a mask. */
    public static Size of(BinaryMask mask) {
        return new Size(mask.width(), mask.height());
    }

    /**
     * The size with the longest side brought to {@code side} and the aspect kept: {@code get_preprocess_shape} of
     * Segment Anything's {@code utils/transforms.py}, in the same order of operations. An image so thin that its short
     * side would vanish keeps one pixel of it, where the reference fails.
     */
    public Size longestSide(int side) {
        double scale = side * 1.0 / Math.max(height, width);
        return new Size(Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5)));
    }

    /** As {@link #longestSide}, but a size within the bound stays as it is. */
    public Size atMost(int side) {
        return Math.max(width, height) <= side ? this : longestSide(side);
    }

    @Override
    public String toString() {
        return width + " x " + height + " pixels";
    }
}
