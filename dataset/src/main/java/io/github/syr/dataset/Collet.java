package io.github.syr.dataset;

/**
 * The collar that holds a cabochon: a cup with an elliptic outline and a rim that stands over its floor.
 *
 * @param a outer half axis along x, mm
 * @param b outer half axis along z, mm
 */
record Collet(double a, double b, double depth, double rim) implements Shape {

    private static final double WALL = 0.45;

    @Override
    public double distance(double x, double y, double z) {
        double side = Oval.outline(a, b, x, z);
        double cup = Scalar.smoothMax(side, Math.max(y - rim, -depth - y), 0.25);
        double well = Math.max(side + WALL, -y);
        return 0.85 * Scalar.smoothMax(cup, -well, 0.2);
    }
}
