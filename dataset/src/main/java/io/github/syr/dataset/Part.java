package io.github.syr.dataset;

/**
 * A piece of a model that is made of one material.
 *
 * @param centre of a ball that holds the piece, in the model's coordinates
 * @param radius of that ball, mm
 */
record Part(Shape shape, Material material, Vec centre, double radius) {

    /** Nothing closer than this is bounded by the ball, so that the true distance takes over before the surface. */
    private static final double MARGIN = 0.3;

    double distance(double x, double y, double z) {
        double dx = x - centre.x();
        double dy = y - centre.y();
        double dz = z - centre.z();
        double ball = Math.sqrt(dx * dx + dy * dy + dz * dz) - radius;
        return ball > MARGIN ? ball : shape.distance(x, y, z);
    }

    /** The unit normal at a point on the surface. */
    Vec normalAt(Vec p) {
        if (shape.model() instanceof Facets facets) {
            Frame frame = shape.frameAt(p.x(), p.y(), p.z());
            return frame.ringDirection(facets.normalAt(frame.localPoint(p)));
        }
        double h = 0.004;
        double a = shape.distance(p.x() + h, p.y() - h, p.z() - h);
        double b = shape.distance(p.x() - h, p.y() - h, p.z() + h);
        double c = shape.distance(p.x() - h, p.y() + h, p.z() - h);
        double d = shape.distance(p.x() + h, p.y() + h, p.z() + h);
        return new Vec(a - b - c + d, -a - b + c + d, -a + b - c + d).unit();
    }
}
