package io.github.syr.dataset;

/**
 * A hollow body turned around the y axis, with its middle at the origin and open at the top.
 *
 * @param height from foot to rim, mm
 * @param wall thickness, mm
 * @param lip how far the rim is drawn out along -x for pouring, mm
 * @param outline outer radii at even heights from foot to rim, mm; between them runs a Catmull-Rom spline
 */
record Vessel(double height, double wall, double lip, Outline outline) implements Shape {

    /** Keeps the distance short enough where the outline bends and the lip is drawn out. */
    private static final double CAUTION = 0.75;

    /** Radii, mm, as an array that nobody changes. */
    static final class Outline {
        private final double[] radii;

        Outline(double... radii) {
            this.radii = radii.clone();
        }

        double widest() {
            double widest = 0;
            for (double radius : radii) {
                widest = Math.max(widest, radius);
            }
            // the spline may go beyond its points
            return widest + 0.4;
        }
    }

    static Vessel of(double height, double wall, double... radii) {
        return new Vessel(height, wall, 0, new Outline(radii));
    }

    Vessel withLip(double length) {
        return new Vessel(height, wall, length, outline);
    }

    double widest() {
        return outline.widest() + lip;
    }

    @Override
    public double distance(double x, double y, double z) {
        double side = side(x, y, z);
        double cavity = Scalar.smoothMax(side + wall, wall * 1.4 - y - height / 2, 1.6);
        return CAUTION * Scalar.smoothMax(closed(side, y), -cavity, 0.45 * wall);
    }

    /** The distance to the same body if it were solid. */
    double solid(double x, double y, double z) {
        return CAUTION * closed(side(x, y, z), y);
    }

    private double closed(double side, double y) {
        double foot = Scalar.smoothMax(side, -y - height / 2, 0.8);
        return Scalar.smoothMax(foot, y - height / 2, 0.9 * wall);
    }

    /** About the distance to the outer side, as if it went on beyond foot and rim. */
    private double side(double x, double y, double z) {
        double[] radii = outline.radii;
        int last = radii.length - 1;
        double at = Scalar.clamp((y / height + 0.5) * last, 0, last);
        int i = Math.min((int) at, last - 1);
        double f = at - i;
        double b = radii[i];
        double c = radii[i + 1];
        double a = i > 0 ? radii[i - 1] : 2 * b - c;
        double d = i + 2 <= last ? radii[i + 2] : 2 * c - b;
        double linear = (c - a) / 2;
        double square = a - 2.5 * b + 2 * c - d / 2;
        double cube = (d - a) / 2 + 1.5 * (b - c);
        double radius = b + f * (linear + f * (square + f * cube));
        double slope = (linear + f * (2 * square + 3 * f * cube)) * last / height;
        double r = Math.sqrt(x * x + z * z);
        if (lip > 0 && x < 0) {
            radius += lip * Scalar.smoothStep(0.72, 1, -x / r) * Scalar.smoothStep(0.5, 1.05, at / last);
        }
        return (r - radius) / Math.sqrt(1 + slope * slope);
    }
}
