package io.github.syr.segment;

import io.github.syr.image.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to segment: points, a box, a mask so far, or several of them together; coordinates in pixels of the upright
 * image.
 *
 * @param points clicks, on the object or beside it
 * @param box around the object
 * @param mask low-resolution logits of an earlier answer ({@link Mask#lowResLogits()}), to be refined
 */
public record Prompt(List<Point> points, Optional<Box> box, Optional<float[]> mask) {

    /**
     * A click.
     *
     * @param foreground whether it is on the object, or on what doesn't belong to it
     */
    public record Point(double x, double y, boolean foreground) {

        /** @throws IllegalArgumentException if a coordinate is not finite */
        public Point {
            if (!(Double.isFinite(x) && Double.isFinite(y))) {
                throw new IllegalArgumentException("point " + x + ", " + y + " has a number that is not finite");
            }
        }
    }

    /** @throws IllegalArgumentException if there is neither a point nor a box */
    public Prompt {
        points = List.copyOf(points);
        if (points.isEmpty() && box.isEmpty()) {
            throw new IllegalArgumentException("a prompt has a point or a box at least");
        }
        mask = mask.map(float[]::clone);
        for (float logit : mask.orElse(new float[0])) {
            if (Float.isNaN(logit)) {
                throw new IllegalArgumentException("the mask prompt has a number that is NaN");
            }
        }
    }

    /** A box alone. */
    public static Prompt box(Box box) {
        return new Prompt(List.of(), Optional.of(box), Optional.empty());
    }

    /** Points alone. */
    public static Prompt points(Point... points) {
        return new Prompt(Arrays.asList(points), Optional.empty(), Optional.empty());
    }

    /** A point on the object. */
    public static Point foreground(double x, double y) {
        return new Point(x, y, true);
    }

    /** A point on what doesn't belong to it. */
    public static Point background(double x, double y) {
        return new Point(x, y, false);
    }

    /** The same prompt with another point. */
    public Prompt and(Point point) {
        List<Point> more = new ArrayList<>(points);
        more.add(point);
        return new Prompt(more, box, mask);
    }

    /** The same prompt with a box. */
    public Prompt in(Box other) {
        return new Prompt(points, Optional.of(other), mask);
    }

    /** The same prompt with an earlier answer to refine. */
    public Prompt refining(Mask earlier) {
        return new Prompt(points, box, Optional.of(earlier.lowResLogits()));
    }
}
