package io.github.syr.annotation;

import io.github.syr.image.Box;
import io.github.syr.image.Size;
import java.util.Optional;

/** A box as an annotation gives it, in pixels of the upright image: it may be inverted, or reach out of the image. */
record GivenBox(double x0, double y0, double x1, double y1) {

    static GivenBox of(Box box) {
        return new GivenBox(box.x0(), box.y0(), box.x1(), box.y1());
    }

    /** The box itself; none if it is inverted or empty, also in the precision that models compute with. */
    Optional<Box> box() {
        boolean hasArea = (float) x1 - (float) x0 >= Float.MIN_NORMAL && (float) y1 - (float) y0 >= Float.MIN_NORMAL;
        return hasArea ? Optional.of(Box.of(x0, y0, x1, y1)) : Optional.empty();
    }

    /** What of it is on an image; none if nothing is. */
    Optional<Box> within(Size image) {
        return new GivenBox(Math.max(0, x0), Math.max(0, y0), Math.min(image.width(), x1), Math.min(image.height(), y1))
                .box();
    }

    @Override
    public String toString() {
        return x0 + ", " + y0 + ", " + x1 + ", " + y1 + " (x0, y0, x1, y1)";
    }
}
