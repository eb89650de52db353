package io.github.syr.dataset;

/**
 * A model put somewhere in the world.
 *
 * @param right the model's x axis in the world
 * @param top its y axis
 * @param finger its z axis
 * @param origin where its own origin lies; that of a ring is the middle of its hole, mm
 */
record Placement(Model model, Vec right, Vec top, Vec finger, Vec origin) {

    private static final double HIT = 0.0015;
    /** No ring is hit. */
    static final double MISS = Double.POSITIVE_INFINITY;

    /**
     * A ring with its hole's middle at the world's origin: first turned around its own finger axis, then leant back,
     * then turned on the ground; all in degrees. Without turns it stands upright and the camera looks through it.
     */
    static Placement turned(Model model, double yaw, double recline, double roll) {
        Vec[] axes = new Vec[3];
        for (int i = 0; i < 3; i++) {
            Vec axis = new Vec(i == 0 ? 1 : 0, i == 1 ? 1 : 0, i == 2 ? 1 : 0);
            double c = cos(roll);
            double s = sin(roll);
            axis = new Vec(c * axis.x() + s * axis.y(), -s * axis.x() + c * axis.y(), axis.z());
            c = cos(recline);
            s = sin(recline);
            axis = new Vec(axis.x(), c * axis.y() + s * axis.z(), -s * axis.y() + c * axis.z());
            c = cos(yaw);
            s = sin(yaw);
            axes[i] = new Vec(c * axis.x() + s * axis.z(), axis.y(), -s * axis.x() + c * axis.z());
        }
        return new Placement(model, axes[0], axes[1], axes[2], Vec.ZERO);
    }

    private static double sin(double degrees) {
        return StrictMath.sin(StrictMath.toRadians(degrees));
    }

    private static double cos(double degrees) {
        return StrictMath.cos(StrictMath.toRadians(degrees));
    }

    Placement movedTo(Vec place) {
        return new Placement(model, right, top, finger, place);
    }

    Vec localPoint(Vec p) {
        return localDirection(p.minus(origin));
    }

    Vec localDirection(Vec d) {
        return new Vec(d.dot(right), d.dot(top), d.dot(finger));
    }

    Vec worldDirection(Vec d) {
        return right.times(d.x()).plus(top.times(d.y())).plus(finger.times(d.z()));
    }

    /** A distance from a point in the world that is never too long. */
    double distance(Vec p) {
        Vec d = p.minus(origin);
        double ball = d.length() - model.radius();
        if (ball > 2) {
            return ball;
        }
        return model.distance(d.dot(right), d.dot(top), d.dot(finger));
    }

    /** How far along a ray in the world the ring is hit, or {@link #MISS}. */
    double trace(Ray ray, double limit) {
        Vec o = localPoint(ray.origin());
        Vec d = localDirection(ray.direction());
        double b = o.dot(d);
        double root = b * b - o.dot(o) + model.radius() * model.radius();
        if (root <= 0) {
            return MISS;
        }
        root = Math.sqrt(root);
        double from = Math.max(0, -b - root);
        double to = Math.min(limit, -b + root);
        if (Math.abs(d.z()) > 1e-9) {
            double one = (-model.halfWidth() - o.z()) / d.z();
            double two = (model.halfWidth() - o.z()) / d.z();
            from = Math.max(from, Math.min(one, two));
            to = Math.min(to, Math.max(one, two));
        } else if (Math.abs(o.z()) > model.halfWidth()) {
            return MISS;
        }
        double t = from;
        for (int i = 0; i < model.steps() && t < to; i++) {
            double h = model.distance(o.x() + t * d.x(), o.y() + t * d.y(), o.z() + t * d.z());
            if (h < HIT) {
                return t;
            }
            t += h;
        }
        return MISS;
    }
}
