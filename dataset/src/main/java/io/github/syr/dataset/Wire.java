package io.github.syr.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * A wire or strap bent in the x-y plane: straight and circular pieces one after the other, with round ends.
 *
 * @param pieces of its middle line
 * @param half thickness in the plane, mm
 * @param halfWidth along z, mm; the same as {@code half} for a round wire
 */
record Wire(List<Piece> pieces, double half, double halfWidth) implements Shape {

    /** A piece of the middle line. */
    private sealed interface Piece {
        double distance(double x, double y);
    }

    private record Line(double x0, double y0, double dx, double dy, double length) implements Piece {

        @Override
        public double distance(double x, double y) {
            double t = Scalar.clamp((x - x0) * dx + (y - y0) * dy, 0, length);
            return hypot(x - x0 - t * dx, y - y0 - t * dy);
        }
    }

    /**
     * Points of a circle whose direction from its centre is close enough to that of the arc's middle.
     *
     * @param mx direction of the arc's middle from the centre
     * @param my direction of the arc's middle from the centre
     * @param cos of half the arc's angle
     * @param sin of half the arc's angle
     */
    private record Arc(double cx, double cy, double radius, double mx, double my, double cos, double sin)
            implements Piece {

        @Override
        public double distance(double x, double y) {
            double along = (x - cx) * mx + (y - cy) * my;
            double across = Math.abs((y - cy) * mx - (x - cx) * my);
            double length = hypot(along, across);
            return along >= cos * length
                    ? Math.abs(length - radius)
                    : hypot(along - radius * cos, across - radius * sin);
        }
    }

    @Override
    public double distance(double x, double y, double z) {
        double d = Double.MAX_VALUE;
        for (Piece piece : pieces) {
            d = Math.min(d, piece.distance(x, y));
        }
        return hypot(d, Math.max(0, Math.abs(z) - (halfWidth - half))) - half;
    }

    private static double hypot(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    /** Starts the middle line at a point, in a direction in degrees: 0 is along +x and 90 along +y. */
    static Path from(double x, double y, double heading) {
        return new Path(List.of(), x, y, heading);
    }

    /** A middle line that is being drawn, and where its end has got to. */
    record Path(List<Piece> pieces, double x, double y, double heading) {

        Path line(double length) {
            double dx = StrictMath.cos(StrictMath.toRadians(heading));
            double dy = StrictMath.sin(StrictMath.toRadians(heading));
            return and(new Line(x, y, dx, dy, length), x + length * dx, y + length * dy, heading);
        }

        /** A bend to the left for a positive angle, to the right for a negative one, in degrees. */
        Path bend(double radius, double angle) {
            double side = angle > 0 ? 1 : -1;
            double start = StrictMath.toRadians(heading - 90 * side);
            double half = StrictMath.toRadians(angle / 2);
            double cx = x - radius * StrictMath.cos(start);
            double cy = y - radius * StrictMath.sin(start);
            Piece arc = new Arc(
                    cx,
                    cy,
                    radius,
                    StrictMath.cos(start + half),
                    StrictMath.sin(start + half),
                    StrictMath.cos(half),
                    Math.abs(StrictMath.sin(half)));
            double end = start + 2 * half;
            return and(arc, cx + radius * StrictMath.cos(end), cy + radius * StrictMath.sin(end), heading + angle);
        }

        private Path and(Piece piece, double endX, double endY, double endHeading) {
            List<Piece> all = new ArrayList<>(pieces);
            all.add(piece);
            return new Path(List.copyOf(all), endX, endY, endHeading);
        }

        /** A round wire along this line; radius in mm. */
        Wire wire(double radius) {
            return new Wire(pieces, radius, radius);
        }

        /** A flat strap along this line; half measures in mm. */
        Wire strap(double half, double halfWidth) {
            return new Wire(pieces, half, halfWidth);
        }
    }
}
