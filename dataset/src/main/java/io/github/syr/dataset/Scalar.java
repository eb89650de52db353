package io.github.syr.dataset;

/** Arithmetic on single numbers that several shapes share. Nothing here depends on the machine. */
final class Scalar {

    private Scalar() {}

    static double clamp(double value, double low, double high) {
        return value < low ? low : Math.min(value, high);
    }

    /** 0 below {@code from}, 1 above {@code to}, and a cubic without kinks between them. */
    static double smoothStep(double from, double to, double value) {
        double t = clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /** The greater of two distances with the edge between them rounded off over {@code radius} (an intersection). */
    static double smoothMax(double a, double b, double radius) {
        double h = Math.max(radius - Math.abs(a - b), 0);
        return Math.max(a, b) + h * h / (4 * radius);
    }

    /** The smaller of two distances with a fillet of about {@code radius} in the corner (a union). */
    static double smoothMin(double a, double b, double radius) {
        return -smoothMax(-a, -b, radius);
    }

    /** A hump around zero: 1 in the middle, next to nothing beyond {@code width}. */
    static double bell(double value, double width) {
        double t = Math.max(0, 1 - value * value / (width * width));
        return t * t;
    }

    /** A pseudo-random number in [0, 1) for a lattice point. */
    static double hash(long x, long y, long seed) {
        long h = SplitMix64.mix(x * 0x9E3779B97F4A7C15L ^ SplitMix64.mix(y + seed * 0xD1B54A32D192ED03L));
        return (h >>> 11) * 0x1.0p-53;
    }
}
