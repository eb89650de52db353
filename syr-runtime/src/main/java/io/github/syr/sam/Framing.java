package io.github.syr.sam;

import io.github.syr.image.Box;
import io.github.syr.image.Size;

/**
 * Where an image lies in the model's square input: its longest side brought to the input's, in the upper left corner.
 * Source: the reference's {@code ResizeLongestSide}, {@code apply_coords} and {@code apply_boxes}.
 *
 * @param original size of the image
 * @param resized size at which it enters the model, before padding
 */
public record Framing(Size original, Size resized) {

    /**
     * An image in an input.
     *
     * @param side of the model's input, pixels
     */
    public static Framing of(Size original, int side) {
        return new Framing(original, original.longestSide(side));
    }

    /** A box of the image in the input's pixels, x0 y0 x1 y1. */
    public float[] box(Box box) {
        return new float[] {x(box.x0()), y(box.y0()), x(box.x1()), y(box.y1())};
    }

    /** A click on the image in the input's pixels. */
    public Prompts.InputPoint point(double x, double y, boolean foreground) {
        return new Prompts.InputPoint(x(x), y(y), foreground);
    }

    private float x(double x) {
        return scale(x, original.width(), resized.width());
    }

    private float y(double y) {
        return scale(y, original.height(), resized.height());
    }

    /** As the reference casts it. */
    private static float scale(double coordinate, int original, int resized) {
        return (float) (coordinate * ((double) resized / original));
    }
}
