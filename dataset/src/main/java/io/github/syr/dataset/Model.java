package io.github.syr.dataset;

import java.util.List;

/** A thing that can be put on the table; lengths are millimetres in its own coordinates. */
interface Model {

    /** All pieces. */
    List<Part> parts();

    /** From the origin to where another one may lean on it. */
    double outer();

    /** Of a ball around the origin that holds it. */
    double radius();

    /** How far anything reaches along z. */
    double halfWidth();

    /** The colour of most of it, linear RGB: the studio is lit for it. */
    Vec tint();

    /** How many steps a ray may take along it before it counts as a miss. */
    default int steps() {
        return 160;
    }

    /** A distance to the surface that is never too long; negative inside. */
    default double distance(double x, double y, double z) {
        double d = Double.MAX_VALUE;
        for (Part part : parts()) {
            d = Math.min(d, part.distance(x, y, z));
        }
        return d;
    }

    /** The piece that a point on the surface belongs to. */
    default Part partAt(Vec p) {
        Part best = parts().get(0);
        double d = Double.MAX_VALUE;
        for (Part part : parts()) {
            double h = part.distance(p.x(), p.y(), p.z());
            if (h < d) {
                d = h;
                best = part;
            }
        }
        return best;
    }
}
