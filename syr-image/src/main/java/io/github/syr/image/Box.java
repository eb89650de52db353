package io.github.syr.image;

/**
 * A box in pixels of the upright image, real numbers: x0 y0 is its upper left corner, x1 y1 its lower right one. A box
 * taken from a mask ends behind the last pixel: x1 = last column + 1.
 */
public record Box(double x0, double y0, double x1, double y1) {

    /** @throws IllegalArgumentException if a number is not finite, or the box is inverted or empty */
    public Box {
        if (!(Double.isFinite(x0) && Double.isFinite(y0) && Double.isFinite(x1) && Double.isFinite(y1))) {
            throw new IllegalArgumentException(
                    "box " + x0 + ", " + y0 + ", " + x1 + ", " + y1 + " has a number that is not finite");
        }
        if (x0 >= x1 || y0 >= y1) {
            throw new IllegalArgumentException("box " + x0 + ", " + y0 + ", " + x1 + ", " + y1
                    + " is inverted or empty: x0 < x1 and y0 < y1 are expected");
        }
    }

    /** x0, y0, x1, y1, as Segment Anything takes boxes. */
    public static Box of(double x0, double y0, double x1, double y1) {
        return new Box(x0, y0, x1, y1);
    }

    public double width() {
        return x1 - x0;
    }

    public double height() {
        return y1 - y0;
    }
}
