package io.github.syr.dataset;

/** A half line; the direction is a unit vector, so that distances along it are millimetres. */
record Ray(Vec origin, Vec direction) {

    Vec at(double distance) {
        return origin.plus(direction.times(distance));
    }
}
