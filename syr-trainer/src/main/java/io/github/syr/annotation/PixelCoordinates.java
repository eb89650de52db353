package io.github.syr.annotation;

import io.github.syr.json.JsonCursor;
import java.util.List;
import java.util.Optional;

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

    /** A radius, a width: a coordinate from 0. */
    static double length(JsonCursor json) {
        double number = of(json);
        if (number < 0) {
            throw json.expected("a number from 0");
        }
        return number;
    }

    /** A box given as x0, y0, x1, y1; none where the list is empty, as tools write it for an object without one. */
    static Optional<GivenBox> corners(JsonCursor json) {
        return box(json, "x0, y0, x1, y1").map(n -> new GivenBox(n[0], n[1], n[2], n[3]));
    }

    /** A box given as x, y, width, height; none where the list is empty. */
    static Optional<GivenBox> sized(JsonCursor json) {
        return box(json, "x, y, width, height").map(n -> new GivenBox(n[0], n[1], n[0] + n[2], n[1] + n[3]));
    }

    private static Optional<double[]> box(JsonCursor json, String meaning) {
        return json.isArray() && json.list().isEmpty() ? Optional.empty() : Optional.of(json.numbers(4, meaning));
    }

    /**
     * The polygons of an annotation: a list of them; or only one, without a list around it. A polygon is x and y in
     * turn, or a list of pairs.
     */
    static List<Shape> polygons(JsonCursor json) {
        List<JsonCursor> list = json.list();
        boolean one = list.stream().allMatch(value -> !value.isArray()) && !list.isEmpty()
                || list.size() > 2 && list.stream().allMatch(PixelCoordinates::isPair);
        return (one ? List.of(json) : list)
                .stream().<Shape>map(PixelCoordinates::polygon).toList();
    }

    private static Shape.Polygon polygon(JsonCursor json) {
        List<JsonCursor> list = json.list();
        return !list.isEmpty() && list.stream().allMatch(PixelCoordinates::isPair)
                ? polygonOfPairs(json)
                : flatPolygon(json);
    }

    private static boolean isPair(JsonCursor json) {
        return json.isArray() && json.list().size() == 2;
    }

    /** A polygon given as a list of x and y each. */
    static Shape.Polygon polygonOfPairs(JsonCursor json) {
        List<double[]> corners =
                json.list().stream().map(PixelCoordinates::pair).toList();
        return new Shape.Polygon(
                corners.stream().mapToDouble(corner -> corner[0]).toArray(),
                corners.stream().mapToDouble(corner -> corner[1]).toArray());
    }

    /** A point. */
    static double[] pair(JsonCursor point) {
        if (!isPair(point)) {
            throw point.expected("x and y");
        }
        return point.list().stream().mapToDouble(PixelCoordinates::of).toArray();
    }

    /** A polygon given as x and y in turn. */
    private static Shape.Polygon flatPolygon(JsonCursor json) {
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
        return new Shape.Polygon(x, y);
    }

    /** A polygon of these corners, which stand at that place. */
    static Shape.Polygon polygon(double[] x, double[] y, JsonCursor json) {
        if (x.length != y.length) {
            throw json.error("the polygon has " + x.length + " x and " + y.length + " y.", "Draw it again.");
        }
        return new Shape.Polygon(x, y);
    }
}
