package io.github.syr.demo.web;

import io.github.syr.image.Polygon;
import java.util.List;

/**
 * A mask as the path of an SVG: along the edges of pixels, so that filled by the even-odd rule it is exactly the mask.
 */
final class SvgPath {

    private SvgPath() {}

    static String of(List<Polygon> polygons) {
        StringBuilder path = new StringBuilder();
        for (Polygon polygon : polygons) {
            append(path, polygon.exterior());
            polygon.holes().forEach(hole -> append(path, hole));
        }
        return path.toString();
    }

    /** Edges go along rows and columns; the last closes the ring. */
    private static void append(StringBuilder path, List<Polygon.Corner> corners) {
        Polygon.Corner last = corners.get(0);
        path.append('M').append(last.x()).append(' ').append(last.y());
        for (Polygon.Corner corner : corners.subList(1, corners.size())) {
            if (corner.y() == last.y()) {
                path.append('h').append(corner.x() - last.x());
            } else if (corner.x() == last.x()) {
                path.append('v').append(corner.y() - last.y());
            } else {
                throw new IllegalArgumentException("the edge from " + last + " to " + corner + " is oblique");
            }
            last = corner;
        }
        path.append('z');
    }
}
