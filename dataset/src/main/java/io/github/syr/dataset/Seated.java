package io.github.syr.dataset;

/** A shape put on one seat of the ring. */
record Seated(Shape shape, Frame seat) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        return shape.distance(seat.localX(x, y), seat.localY(x, y), z);
    }

    @Override
    public Frame frameAt(double x, double y, double z) {
        return seat;
    }

    @Override
    public Shape model() {
        return shape;
    }
}
