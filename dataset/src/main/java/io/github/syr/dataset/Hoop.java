package io.github.syr.dataset;

/** A round wire bent to an ellipse in the x-z plane. */
record Hoop(double a, double b, double wire) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        double side = Oval.outline(a, b, x, z);
        return 0.9 * (Math.sqrt(side * side + y * y) - wire);
    }
}
