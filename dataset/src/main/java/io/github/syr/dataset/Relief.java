package io.github.syr.dataset;

import java.util.function.DoubleUnaryOperator;

/** An engraving: how deep the outside of a band is cut. */
@FunctionalInterface
interface Relief {

    Relief NONE = (angle, across) -> 0;

    /**
     * The depth in millimetres; negative where something stands out.
     *
     * @param angle around the ring from the top, -pi to pi
     * @param across millimetres from the middle of the band
     */
    double depth(double angle, double across);

    default Relief and(Relief other) {
        return (angle, across) -> depth(angle, across) + other.depth(angle, across);
    }

    /** Lines around the ring, one on either side of the middle, {@code offset} millimetres from it. */
    static Relief grooves(double offset, double width, double depth) {
        return (angle, across) -> depth * Scalar.bell(Math.abs(across) - offset, width);
    }

    /** Rows of small beads along both edges. */
    static Relief milgrain(double offset, double width, int beads) {
        return (angle, across) -> {
            double along = StrictMath.cos(angle * beads);
            return -0.22 * Scalar.bell(Math.abs(across) - offset, width) * (0.45 + 0.55 * along);
        };
    }

    /** Cuts that run slanting over the band, {@code slope} radians of turn a millimetre. */
    static Relief slanted(int count, double slope, double depth, double limit) {
        return (angle, across) -> {
            double wave = StrictMath.cos(count * angle + slope * across);
            return depth * Math.max(0, wave) * Math.max(0, wave) * inside(across, limit);
        };
    }

    /** A lattice of lozenges, as a diamond cutter leaves it. */
    static Relief lozenges(int count, double slope, double depth, double limit) {
        return (angle, across) -> {
            double a = triangle(count * angle + slope * across);
            double b = triangle(count * angle - slope * across);
            return depth * Math.max(a, b) * inside(across, limit);
        };
    }

    /** Flats around the ring, like a nut with {@code count} sides. */
    static Relief flats(int count, double depth) {
        return (angle, across) -> {
            double t = triangle(count * angle);
            return depth * (1 - t * t);
        };
    }

    /** Dents of a small hammer. */
    static Relief hammered(int around, double pitch, double depth, long seed) {
        return (angle, across) -> {
            double u = (angle / (2 * StrictMath.PI) + 0.5) * around;
            double v = across / pitch;
            long column = (long) Math.floor(u);
            long row = (long) Math.floor(v);
            double nearest = 4;
            for (long i = column - 1; i <= column + 1; i++) {
                for (long j = row - 1; j <= row + 1; j++) {
                    long wrapped = Math.floorMod(i, (long) around);
                    double du = i + 0.2 + 0.6 * Scalar.hash(wrapped, j, seed) - u;
                    double dv = j + 0.2 + 0.6 * Scalar.hash(wrapped, j, seed + 1) - v;
                    nearest = Math.min(nearest, du * du + dv * dv);
                }
            }
            return depth * Math.max(0, 1 - nearest * 1.6);
        };
    }

    /** A tendril that swings from edge to edge, with a berry in each bay. */
    static Relief tendril(int swings, double amplitude, double width, double depth) {
        return (angle, across) -> {
            double phase = swings * angle;
            double line = across - amplitude * StrictMath.sin(phase);
            double berry = across + 0.45 * amplitude * StrictMath.sin(phase);
            double beat = 1 - Math.abs(StrictMath.sin(phase));
            double away = Math.sqrt(berry * berry + 9 * beat * beat);
            return depth * Math.max(Scalar.bell(line, width), Scalar.bell(away, 1.7 * width));
        };
    }

    /** Two cords that cross over each other. */
    static Relief braid(int crossings, double amplitude, double width, double height) {
        DoubleUnaryOperator over = phase -> 0.6 + 0.4 * StrictMath.cos(phase);
        return (angle, across) -> {
            double phase = crossings * angle;
            double sine = amplitude * StrictMath.sin(phase);
            double first = over.applyAsDouble(phase) * Scalar.bell(across - sine, width);
            double second = over.applyAsDouble(phase + StrictMath.PI) * Scalar.bell(across + sine, width);
            return height * (1 - Math.max(first, second)) * inside(across, amplitude + width);
        };
    }

    /** A channel for a row of stones, {@code reach} radians to either side of the top. */
    static Relief channel(double halfWidth, double depth, double reach) {
        return (angle, across) -> depth
                * (1 - Scalar.smoothStep(halfWidth - 0.08, halfWidth + 0.08, Math.abs(across)))
                * (1 - Scalar.smoothStep(reach - 0.02, reach + 0.02, Math.abs(angle)));
    }

    private static double inside(double across, double limit) {
        return 1 - Scalar.smoothStep(limit - 0.2, limit, Math.abs(across));
    }

    /** A triangle wave of period 2 pi between 0 and 1. */
    private static double triangle(double phase) {
        double t = phase / (2 * StrictMath.PI);
        return Math.abs(2 * (t - Math.floor(t)) - 1);
    }
}
