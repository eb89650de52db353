package io.github.syr.annotation;

import io.github.syr.image.Box;
import io.github.syr.json.JsonCursor;

/** Reads numbers that are places on an image, with the checks that need no image. */
final class PixelCoordinates {

    /** Far beyond any image, and near enough that no arithmetic on it overflows. */
    private static final double FARTHEST = 1e6;

    private PixelCoordinates() {}

    static double of(JsonCursor json) {
        double number = json.number();
        if (Math.abs(number) > FARTHEST) {
            throw json.error(
                    "is " + number + ", which is outside every image.", "Coordinates are pixels of the image.");
        }
        return number;
    }

    /** A radius, a width: a coordinate above 0. */
    static double length(JsonCursor json) {
        double number = of(json);
        if (number <= 0) {
            throw json.expected("a number above 0");
        }
        return number;
    }

    /** A box given as x0, y0, x1, y1. */
    static Box corners(JsonCursor json) {
        double[] n = json.numbers(4, "x0, y0, x1, y1");
        if (n[0] >= n[2] || n[1] >= n[3]) {
            throw json.error(
                    "the box " + text(n) + " is inverted or empty: x0 < x1 and y0 < y1 are expected.",
                    "Write it as x0, y0, x1, y1 in pixels of the upright image.");
        }
        return Box.of(n[0], n[1], n[2], n[3]);
    }

    /** A box given as x, y, width, height. */
    static Box sized(JsonCursor json) {
        double[] n = json.numbers(4, "x, y, width, height");
        if (!(n[2] > 0 && n[3] > 0 && n[0] + n[2] > n[0] && n[1] + n[3] > n[1])) {
            throw json.error(
                    "the box " + text(n) + " is inverted or empty: width and height are " + n[2] + " and " + n[3] + ".",
                    "Write it as x, y, width, height in pixels of the upright image.");
        }
        return Box.of(n[0], n[1], n[0] + n[2], n[1] + n[3]);
    }

    private static String text(double[] n) {
        return "[" + n[0] + ", " + n[1] + ", " + n[2] + ", " + n[3] + "]";
    }

    /** A polygon given as x and y in turn. */
    static Shape.Polygon flatPolygon(JsonCursor json) {
        double[] all = json.list().stream().mapToDouble(PixelCoordinates::of).toArray();
        if (all.length % 2 != 0) {
            throw json.error(
                    "the polygon has " + all.length + " numbers; x and y in turn are expected.", "Draw it again.");
        }
        double[] x = new double[all.length / 2];
        double[] y = new double[all.length / 2];
        for (int i = 0; i < x.length; i++) {
            x[i] = all[2 * i];
            y[i] = all[2 * i + 1];
        }
        return polygon(x, y, json);
    }

    /** A polygon of these corners, which stand at that place. */
    static Shape.Polygon polygon(double[] x, double[] y, JsonCursor json) {
        if (x.length != y.length) {
            throw json.error("the polygon has " + x.length + " x and " + y.length + " y.", "Draw it again.");
        }
        if (x.length < 3) {
            throw json.error(
                    "the polygon has " + x.length + " points; at least 3 are expected.",
                    "Draw it again, or delete it.");
        }
        return new Shape.Polygon(x, y);
    }
}
