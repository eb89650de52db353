package io.github.syr.dataset;

/** A wire of the given radius from one point to another with round ends. */
record Claw(Vec from, Vec to, double radius) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        double px = x - from.x();
        double py = y - from.y();
        double pz = z - from.z();
        double bx = to.x() - from.x();
        double by = to.y() - from.y();
        double bz = to.z() - from.z();
        double h = Scalar.clamp((px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz), 0, 1);
        px -= h * bx;
        py -= h * by;
        pz -= h * bz;
        return Math.sqrt(px * px + py * py + pz * pz) - radius;
    }
}
