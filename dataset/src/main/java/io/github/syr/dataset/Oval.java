package io.github.syr.dataset;

/**
 * An upright plate with an elliptic outline, from {@code -depth} to {@code height} along y, with rounded edges.
 *
 * @param a half axis along x, mm
 * @param b half axis along z, mm
 */
record Oval(double a, double b, double depth, double height, double fillet) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        double side = outline(a, b, x, z);
        double ends = Math.max(y - height, -depth - y);
        return Scalar.smoothMax(side, ends, fillet);
    }

    /** About the distance to an ellipse in the plane; exact on it. */
    static double outline(double a, double b, double x, double z) {
        double k0 = Math.sqrt(x * x / (a * a) + z * z / (b * b));
        double k1 = Math.sqrt(x * x / (a * a * a * a) + z * z / (b * b * b * b));
        return k1 == 0 ? -Math.min(a, b) : k0 * (k0 - 1) / k1;
    }
}
