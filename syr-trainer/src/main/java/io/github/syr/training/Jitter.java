package io.github.syr.training;

import io.github.syr.image.Box;
import java.util.SplittableRandom;

/** Boxes as people draw them: a little larger than the object, each side by its own number of pixels. */
final class Jitter {

    private Jitter() {}

    /**
     * Moves each side outwards by a uniform whole number of pixels, 0 to {@code most}, but not out of the image.
     *
     * @param width of the original image, pixels
     * @param height of the original image, pixels
     */
    static Box apply(Box box, int most, int width, int height, SplittableRandom random) {
        double x0 = Math.max(Math.min(box.x0(), 0), box.x0() - random.nextInt(most + 1));
        double y0 = Math.max(Math.min(box.y0(), 0), box.y0() - random.nextInt(most + 1));
        double x1 = Math.min(Math.max(box.x1(), width), box.x1() + random.nextInt(most + 1));
        double y1 = Math.min(Math.max(box.y1(), height), box.y1() + random.nextInt(most + 1));
        return Box.of(x0, y0, x1, y1);
    }
}
