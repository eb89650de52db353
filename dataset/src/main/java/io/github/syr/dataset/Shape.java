package io.github.syr.dataset;

/**
 * A solid as a signed distance field in a model's own coordinates, in millimetres. In a ring's, the finger goes along z
 * and +y is the top where a stone sits; in tableware's, y goes up and the handle reaches out along +x.
 */
@FunctionalInterface
interface Shape {

    /** A distance to the surface that is never too long; negative inside. */
    double distance(double x, double y, double z);

    /** The frame in which the piece of this shape around a point was modelled; shapes set around the ring have many. */
    default Frame frameAt(double x, double y, double z) {
        return Frame.IDENTITY;
    }

    /** The shape as it was modelled in that frame. */
    default Shape model() {
        return this;
    }
}
