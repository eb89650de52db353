package io.github.syr.dataset;

/** A vessel with a handle: what of the handle would be inside the vessel is cut off, and its feet have a fillet. */
record Handled(Vessel vessel, Wire handle) implements Shape {

    private static final double FILLET = 0.6;
    /** Keeps the distance short enough along the fillet. */
    private static final double CAUTION = 0.9;

    @Override
    public double distance(double x, double y, double z) {
        double body = vessel.distance(x, y, z);
        double grip = handle.distance(x, y, z);
        if (grip > body + FILLET) {
            return CAUTION * body;
        }
        double outside = Math.max(grip, -vessel.solid(x, y, z));
        return CAUTION * Scalar.smoothMin(body, outside, FILLET);
    }
}
