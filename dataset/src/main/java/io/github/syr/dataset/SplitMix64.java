package io.github.syr.dataset;

import java.util.List;

/** Steele, Lea and Flood's generator: a few lines, and the same numbers on every machine and JDK. */
final class SplitMix64 {

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    /** A generator for a name, so that a picture's dice don't depend on its place in the catalogue. */
    static SplitMix64 of(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return new SplitMix64(mix(hash));
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** Evenly spread over [low, high). */
    double between(double low, double high) {
        return low + (high - low) * ((nextLong() >>> 11) * 0x1.0p-53);
    }

    /** One of two signs, so that views turn left as often as right. */
    double sign() {
        return nextLong() < 0 ? -1 : 1;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get((int) between(0, choices.size()));
    }
}
