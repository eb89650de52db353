package io.github.syr.annotation;

import io.github.syr.io.Sha256;

/**
 * A number from 0 to below 1 that depends on a digest alone, so that what it decides stays decided when files are
 * added.
 */
final class Fraction {

    private Fraction() {}

    /** The digest's first 13 hexadecimal digits, 52 bits, as a fraction of what they can hold. */
    static double ofDigest(String sha256) {
        return Long.parseLong(sha256.substring(0, 13), 16) / (double) (1L << 52);
    }

    static double ofName(String name) {
        return ofDigest(Sha256.of(name));
    }
}
