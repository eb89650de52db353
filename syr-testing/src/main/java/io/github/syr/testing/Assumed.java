package io.github.syr.testing;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. */
public final class Assumed {

    private Assumed() {}

    /**
     * Skips the test where a check throws an exception of a type, and says why.
     *
     * @param check other exceptions are the caller's
     */
    public static void notRefused(Class<? extends RuntimeException> refusal, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            Assumptions.assumeFalse(refusal.isInstance(e), e.getMessage());
            throw e;
        }
    }
}
