package io.github.syr.dataset;

/**
 * A seat on the ring: its own y axis points outwards at an angle from the top, and its origin lies {@code radius}
 * millimetres from the ring's axis.
 */
record Frame(double cos, double sin, double radius) {

    static final Frame IDENTITY = new Frame(1, 0, 0);

    static Frame at(double angle, double radius) {
        return new Frame(StrictMath.cos(angle), StrictMath.sin(angle), radius);
    }

    double localX(double x, double y) {
        return cos * x - sin * y;
    }

    double localY(double x, double y) {
        return sin * x + cos * y - radius;
    }

    Vec localPoint(Vec p) {
        return new Vec(localX(p.x(), p.y()), localY(p.x(), p.y()), p.z());
    }

    Vec localDirection(Vec d) {
        return new Vec(cos * d.x() - sin * d.y(), sin * d.x() + cos * d.y(), d.z());
    }

    Vec ringDirection(Vec d) {
        return new Vec(cos * d.x() + sin * d.y(), -sin * d.x() + cos * d.y(), d.z());
    }
}
