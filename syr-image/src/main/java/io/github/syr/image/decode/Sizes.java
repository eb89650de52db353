package io.github.syr.image.decode;

/**
 * Arithmetic on offsets, counts and lengths as files state them: any number of 64 bits, negative ones too. Nothing here
 * overflows; what is too large becomes {@link Long#MAX_VALUE}, which is above every limit.
 */
final class Sizes {

    private Sizes() {}

    /** Whether so many bytes from a place on lie within the first {@code limit} ones; never if a number is negative. */
    static boolean isWithin(long from, long length, long limit) {
        return from >= 0 && length >= 0 && from <= limit && length <= limit - from;
    }

    /** The sum of two numbers from 0. */
    static long sum(long one, long other) {
        requireCounts(one, other);
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** The product of two numbers from 0. */
    static long product(long one, long other) {
        requireCounts(one, other);
        return Math.multiplyHigh(one, other) != 0 || one * other < 0 ? Long.MAX_VALUE : one * other;
    }

    private static void requireCounts(long one, long other) {
        if (one < 0 || other < 0) {
            throw new ArithmeticException(one + " and " + other + " are not both sizes");
        }
    }
}
