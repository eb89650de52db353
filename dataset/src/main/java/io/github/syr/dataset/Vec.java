package io.github.syr.dataset;

/**
 * A point, a direction or a linear RGB colour. Lengths are millimetres; in the world, y is up and the camera looks
 * towards negative z.
 */
record Vec(double x, double y, double z) {

    static final Vec ZERO = new Vec(0, 0, 0);

    static Vec grey(double value) {
        return new Vec(value, value, value);
    }

    Vec plus(Vec o) {
        return new Vec(x + o.x, y + o.y, z + o.z);
    }

    Vec minus(Vec o) {
        return new Vec(x - o.x, y - o.y, z - o.z);
    }

    Vec times(double s) {
        return new Vec(x * s, y * s, z * s);
    }

    /** The product by component, as a filter acts on a colour. */
    Vec times(Vec o) {
        return new Vec(x * o.x, y * o.y, z * o.z);
    }

    double dot(Vec o) {
        return x * o.x + y * o.y + z * o.z;
    }

    Vec cross(Vec o) {
        return new Vec(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    Vec unit() {
        return times(1 / length());
    }

    Vec mix(Vec o, double share) {
        return new Vec(x + (o.x - x) * share, y + (o.y - y) * share, z + (o.z - z) * share);
    }

    /** This direction mirrored at a surface with the given unit normal. */
    Vec mirrored(Vec normal) {
        return minus(normal.times(2 * dot(normal)));
    }
}
