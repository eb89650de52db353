package io.github.syr.training;

import java.util.SplittableRandom;

/** Random streams of their own for everything random, so that one more draw here changes none there. */
final class Seeds {

    private Seeds() {}

    /** The stream of a purpose and its indices. */
    static SplittableRandom stream(long seed, String purpose, long... indices) {
        long state = mix(seed ^ 0x9E3779B97F4A7C15L);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state * 31 + purpose.charAt(i));
        }
        for (long index : indices) {
            state = mix(state * 0x9E3779B97F4A7C15L + index + 1);
        }
        return new SplittableRandom(state);
    }

    /** The numbers from 0 in a random order. */
    static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** splitmix64's finaliser. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
