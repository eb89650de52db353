package io.github.syr.dataset;

import java.util.List;

/** The models on the table; the ground is the plane y = 0. */
record Scene(List<Placement> placements) {

    /** Where a ray met a model. */
    record Hit(double distance, Placement placement, Part part) {}

    /** The model that is hit first, or null: this is asked millions of times per picture. */
    Hit trace(Ray ray) {
        Placement nearest = null;
        double t = Placement.MISS;
        for (Placement placement : placements) {
            double h = placement.trace(ray, t);
            if (h < t) {
                t = h;
                nearest = placement;
            }
        }
        if (nearest == null) {
            return null;
        }
        return new Hit(t, nearest, nearest.model().partAt(nearest.localPoint(ray.at(t))));
    }

    boolean isHit(Ray ray) {
        for (Placement placement : placements) {
            if (placement.trace(ray, Placement.MISS) < Placement.MISS) {
                return true;
            }
        }
        return false;
    }

    double distance(Vec p) {
        double d = Double.MAX_VALUE;
        for (Placement placement : placements) {
            d = Math.min(d, placement.distance(p));
        }
        return d;
    }

    /** Half the side of a square on the ground around the origin that holds all models, mm. */
    double reach() {
        double reach = 0;
        for (Placement placement : placements) {
            Vec o = placement.origin();
            reach = Math.max(
                    reach,
                    Math.max(Math.abs(o.x()), Math.abs(o.z()))
                            + placement.model().radius());
        }
        return reach;
    }
}
