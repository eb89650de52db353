package io.github.syr.annotation;

import io.github.syr.image.Box;
import io.github.syr.image.Size;
import io.github.syr.json.Place;

/** Whether a given box is on its image. */
final class BoxCheck {

    /** Annotation tools round; a box that stands out by no more than this is taken as it is. */
    private static final double ROUNDING = 0.5;

    private BoxCheck() {}

    /** @throws io.github.syr.error.SyrException if any of it is outside the image */
    static void requireInside(Box box, Size image, Place place) {
        if (box.x0() < -ROUNDING
                || box.y0() < -ROUNDING
                || box.x1() > image.width() + ROUNDING
                || box.y1() > image.height() + ROUNDING) {
            throw place.error(
                    "the box " + box.x0() + ", " + box.y0() + ", " + box.x1() + ", " + box.y1()
                            + " (x0, y0, x1, y1) is outside the image of " + image + ".",
                    "Boxes are in pixels of the upright image, from 0, 0 to its width and height.");
        }
    }
}
