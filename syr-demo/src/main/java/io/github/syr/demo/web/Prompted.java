package io.github.syr.demo.web;

import io.github.syr.error.SyrException;
import io.github.syr.image.Box;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Prompt;
import io.github.syr.segment.SegmentedImage;
import java.util.List;
import java.util.Optional;

/**
 * An object as the page has it: what it was prompted by.
 *
 * @param box two opposite corners, x y x y in pixels of the upright image, in any order; null for none
 * @param points clicks
 * @param label its category; empty for none
 */
record Prompted(Optional<List<Double>> box, List<Point> points, String label) {

    /**
     * A click, in pixels of the upright image.
     *
     * @param on whether it is on the object
     */
    record Point(double x, double y, boolean on) {}

    /**
     * Its mask, see {@link SegmentedImage#segmentBest}.
     *
     * @throws SyrException if there is no prompt, or it lies outside the image
     */
    Mask mask(SegmentedImage image) {
        try {
            Prompt prompt = new Prompt(
                    points.stream()
                            .map(point -> new Prompt.Point(point.x(), point.y(), point.on()))
                            .toList(),
                    box.map(Prompted::box),
                    Optional.empty());
            return image.segmentBest(prompt);
        } catch (IllegalArgumentException e) {
            throw SyrException.badRequest(
                    "This can't be segmented: " + e.getMessage() + ".",
                    "Draw a box, or click on the object, in the image.");
        }
    }

    private static Box box(List<Double> corners) {
        if (corners.size() != 4) {
            throw new IllegalArgumentException("a box has 4 numbers, not " + corners.size());
        }
        double x0 = Math.min(corners.get(0), corners.get(2));
        double y0 = Math.min(corners.get(1), corners.get(3));
        double x1 = Math.max(corners.get(0), corners.get(2));
        double y1 = Math.max(corners.get(1), corners.get(3));
        if (x0 == x1 || y0 == y1) {
            throw new IllegalArgumentException("the two corners of the box are on one point or one line");
        }
        return Box.of(x0, y0, x1, y1);
    }
}
