package io.github.syr.dataset;

/**
 * The hoop of a ring.
 *
 * @param inner radius of the finger hole, mm
 * @param width along the finger, at the top, mm
 * @param thickness from the hole to the highest line, at the top, mm
 * @param profile the section's outside
 * @param crown how far the outside falls towards the profile's lowest place, mm
 * @param taper share of width that is lost towards the bottom; the thickness loses half of it
 * @param wave amplitude of the swing along the finger, mm
 * @param waves swings around the ring
 * @param relief the engraving
 */
record Band(
        double inner,
        double width,
        double thickness,
        Profile profile,
        double crown,
        double taper,
        double wave,
        int waves,
        Relief relief)
        implements Shape {

    private static final double FILLET = 0.3;
    /** Within this many millimetres the section is looked at; farther out a plain tube bounds it. */
    private static final double NEAR = 0.5;

    static Band of(double inner, double width, double thickness, Profile profile, double crown) {
        return new Band(inner, width, thickness, profile, crown, 0, 0, 0, Relief.NONE);
    }

    Band tapered(double share) {
        return new Band(inner, width, thickness, profile, crown, share, wave, waves, relief);
    }

    Band waved(double amplitude, int count) {
        return new Band(inner, width, thickness, profile, crown, taper, amplitude, count, relief);
    }

    Band engraved(Relief engraving) {
        return new Band(inner, width, thickness, profile, crown, taper, wave, waves, engraving);
    }

    /** The radius of the highest line at the top, mm. */
    double outer() {
        return inner + thickness;
    }

    @Override
    public double distance(double x, double y, double z) {
        double r = Math.sqrt(x * x + y * y);
        double tube = Math.max(Math.max(r - outer() - 0.25, inner - r), Math.abs(z) - width / 2 - wave);
        if (tube > NEAR) {
            return tube;
        }
        double angle = StrictMath.atan2(x, y);
        double towardsBottom = r > 0 ? 0.5 * (1 - y / r) : 0;
        double half = width / 2 * (1 - taper * towardsBottom);
        double across = wave == 0 ? z : z - wave * StrictMath.sin(waves * angle);
        double s = Scalar.clamp(across / half, -1.2, 1.2);
        double high = inner + thickness * (1 - 0.5 * taper * towardsBottom) - crown * profile.drop(s);
        double outside = r - high + relief.depth(angle, across);
        // comfort fit: the hole opens towards its rims
        double inside = inner + 0.25 * s * s - r;
        double d = Scalar.smoothMax(outside, Math.abs(across) - half, FILLET);
        return 0.72 * Scalar.smoothMax(d, inside, FILLET);
    }
}
