package io.github.syr.dataset;

/**
 * Lights, cards and ground of one picture.
 *
 * @param turn of everything that is mirrored, around the vertical, radians
 * @param top half depth of the soft box overhead, as a share of its height
 * @param strips brightness of the strip boxes at the sides
 * @param warmth of the lights: positive is warmer
 * @param tone linear grey of the lit ground
 * @param table what rings mirror of it, linear grey
 * @param cards where black cards around the table begin, mm from its middle
 * @param tint colour of the ground, close to white
 * @param gradient how much darker the ground is at the far end of the picture; negative: brighter
 * @param gloss how much the ground mirrors
 * @param shadow how dark a fully covered place is, 0 to 1
 * @param key where the key light is, a unit vector
 */
record Studio(
        double turn,
        double top,
        double strips,
        double warmth,
        double tone,
        double table,
        double cards,
        Vec tint,
        double gradient,
        double gloss,
        double shadow,
        Vec key) {

    /** A studio for models of the given colour: white ones are not put on a middle grey, where they would drown. */
    static Studio of(Vec tint, SplitMix64 dice) {
        double side = dice.sign();
        boolean white = tint.z() > 0.7;
        double tone = dice.between(0, 1) < 0.65
                ? dice.between(0.76, 0.95)
                : white ? dice.between(0.20, 0.34) : dice.between(0.36, 0.66);
        // as a photographer does it: dark outlines for white metal on white, light ones on a dark ground
        double cards = white && tone > 0.5 ? dice.between(19, 25) : dice.between(32, 40);
        double hue = dice.between(-0.025, 0.025);
        return new Studio(
                dice.between(-0.5, 0.5),
                dice.between(0.35, 0.6),
                dice.between(1.1, 1.9),
                dice.between(-0.02, 0.05),
                tone,
                0.72 * Math.max(tone, 0.62),
                cards,
                new Vec(1 + hue, 1, 1 - hue),
                dice.between(-0.12, 0.28),
                dice.between(0, 1) < 0.4 ? dice.between(0.12, 0.22) : dice.between(0.02, 0.06),
                dice.between(0.72, 0.92),
                new Vec(side * dice.between(0.35, 0.7), 1, dice.between(-0.5, 0.35)).unit());
    }

    /**
     * What comes from a direction that meets neither ring nor ground, linear RGB.
     *
     * @param blur how much a rough surface spreads it, 0 to 0.5
     */
    Vec radiance(Vec direction, double blur) {
        double c = StrictMath.cos(turn);
        double s = StrictMath.sin(turn);
        double x = c * direction.x() + s * direction.z();
        double z = -s * direction.x() + c * direction.z();
        double y = direction.y();
        double edge = 0.05 + blur;
        double light = 0.05 + 0.30 * Scalar.smoothStep(-0.1, 1, y);
        if (y > 0.05) {
            // soft box overhead with a darker seam, then a narrow one behind it
            double u = x / y;
            double w = z / y;
            double seam = 1 - 0.55 * window(w - 0.12, 0.035, edge);
            light += 1.3 * window(u, 0.95, 2 * edge) * window(w - 0.05, top, 2 * edge) * seam;
            light += 1.1 * window(u - 0.3, 1.6, edge) * window(w + 1.75, 0.35, 2 * edge);
        }
        if (x < -0.05) {
            light += strips * window(z / -x - 0.35, 0.30, edge) * window(y / -x - 0.75, 0.85, edge);
            light += 0.6 * window(z / -x + 0.9, 0.12, edge) * window(y / -x - 0.7, 0.8, edge);
        }
        if (x > 0.05) {
            light += 0.8 * strips * window(z / x + 0.15, 0.55, 2 * edge) * window(y / x - 0.6, 0.75, edge);
        }
        if (z > 0.05) {
            // white card under the lens; around the lens it is dark
            light += 0.75 * window(x / z + 0.2, 0.75, 2 * edge) * window(y / z - 0.08, 0.16, edge);
            double panels = window(Math.abs(x / z) - 0.95, 0.35, 2 * edge) * window(y / z - 0.5, 0.5, edge);
            light += 0.20 * Scalar.smoothStep(0, 0.8, z) + 0.5 * panels;
            light *= 1 - 0.6 * window(x / z, 0.12, edge) * window(y / z - 0.45, 0.22, edge);
        }
        return new Vec(light * (1 + warmth), light, light * (1 - warmth));
    }

    private static double window(double offset, double half, double edge) {
        return 1 - Scalar.smoothStep(half - edge, half + edge, Math.abs(offset));
    }

    /**
     * The ground as rings and stones mirror it: bright around the middle and up to the camera, dark where the table
     * ends.
     */
    Vec mirroredGround(double x, double z, double lit) {
        double depth = z > 0 ? 10 * z / cards : z;
        double far = Math.sqrt(x * x + depth * depth);
        double light = 0.06 + table * (1 - Scalar.smoothStep(10, cards, far));
        return tint.times(light * shaded(lit));
    }

    /**
     * The ground as the camera sees it, linear RGB: a seamless sweep, so that its shade goes with the place in the
     * picture.
     *
     * @param across from -1 at the left to 1 at the right
     * @param down from -1 at the upper edge to 1 at the lower
     */
    Vec ground(double across, double down, double lit) {
        double fall = 1 - gradient * Scalar.smoothStep(1.1, -1.1, down) - 0.07 * (across * across + down * down);
        return tint.times(tone * fall * shaded(lit));
    }

    private double shaded(double lit) {
        return 1 - shadow * (1 - lit);
    }
}
