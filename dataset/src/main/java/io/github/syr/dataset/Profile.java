package io.github.syr.dataset;

/** The cross-section of a band's outside: how far it falls below its highest line. */
enum Profile {
    FLAT,
    COURT,
    KNIFE,
    BEVELLED,
    CONCAVE,
    STEPPED,
    DOUBLE;

    /**
     * The drop as a share of the crown.
     *
     * @param s the place across the band, -1 and 1 at its edges
     */
    double drop(double s) {
        double a = Math.abs(s);
        return switch (this) {
            case FLAT -> 0;
            case COURT -> s * s;
            case KNIFE -> Math.sqrt(s * s + 0.01) - 0.1;
            case BEVELLED -> Math.max(0, a - 0.55) / 0.45;
            case CONCAVE -> Math.max(0, 1 - s * s);
            case STEPPED -> Scalar.smoothStep(0.52, 0.64, a);
            case DOUBLE -> Scalar.bell(s, 0.42) + 0.35 * s * s;
        };
    }
}
