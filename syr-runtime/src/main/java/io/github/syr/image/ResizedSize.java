package io.github.syr.image;

/**
 * The size an image is brought to.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ResizedSize(int width, int height) {

    /** @throws IllegalArgumentException if a side is under 1 */
    public ResizedSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a size of " + width + " x " + height + " pixels can't be");
        }
    }

    /**
     * The size with the longest side brought to {@code side} and the aspect kept: {@code get_preprocess_shape} of Segment
     * Anything's {@code utils/transforms.py}, in the same order of operations. An image so thin that its short side would
     * vanish keeps one pixel of it, where the reference fails.
     */
    public static ResizedSize longestSide(int width, int height, int side) {
        double scale = side * 1.0 / Math.max(height, width);
        return new ResizedSize(Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5)));
    }

    /** As {@link #longestSide}, but an image within the bound keeps its size. */
    public static ResizedSize atMost(int width, int height, int side) {
        return Math.max(width, height) <= side ? new ResizedSize(width, height) : longestSide(width, height, side);
    }
}
