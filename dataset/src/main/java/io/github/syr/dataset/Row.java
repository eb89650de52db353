package io.github.syr.dataset;

/**
 * One shape repeated around the ring, symmetric to the top.
 *
 * @param shape what is repeated; it has to fit into its share of the circle
 * @param radius where its origin lies, in millimetres from the axis
 * @param step the angle from one to the next, in radians
 * @param reach how many there are on either side of the top one
 * @param size radius of a ball around the shape's origin that holds it, mm
 */
record Row(Shape shape, double radius, double step, int reach, double size) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        double r = Math.sqrt(x * x + y * y) - radius;
        double tube = Math.sqrt(r * r + z * z) - size;
        if (tube > 0.4) {
            return tube;
        }
        Frame seat = frameAt(x, y, z);
        return shape.distance(seat.localX(x, y), seat.localY(x, y), z);
    }

    @Override
    public Frame frameAt(double x, double y, double z) {
        double index = StrictMath.rint(StrictMath.atan2(x, y) / step);
        return Frame.at(Scalar.clamp(index, -reach, reach) * step, radius);
    }

    @Override
    public Shape model() {
        return shape;
    }
}
