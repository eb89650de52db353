package io.github.syr.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How far numbers are from the reference's: {@code ||actual - expected|| / ||expected||}. */
public final class RelativeError {

    private RelativeError() {}

    /** The relative error; 0 where both are the same. */
    public static double of(float[] actual, float[] expected) {
        assertEquals(expected.length, actual.length);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += ((double) actual[i] - expected[i]) * ((double) actual[i] - expected[i]);
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }

    /**
     * Asserts that a tensor is near one of which only two numbers are known.
     *
     * @param summary the norm, and the dot product with the uniform formula tensor of the name
     */
    public static void assertSummary(float[] summary, float[] actual, double limit, String name) {
        float[] formula = FormulaWeights.uniform(name, actual.length);
        double squares = 0;
        double product = 0;
        for (int k = 0; k < actual.length; k++) {
            squares += (double) actual[k] * actual[k];
            product += (double) actual[k] * formula[k];
        }
        assertEquals(summary[0], Math.sqrt(squares), limit * summary[0], name);
        assertEquals(summary[1], product, limit * summary[0] * Math.sqrt(actual.length), name);
    }

    /** Asserts that the relative error is under a limit. */
    public static void assertNear(float[] expected, float[] actual, double limit, String what) {
        double error = of(actual, expected);
        assertTrue(error < limit, what + ": relative error " + error + "; less than " + limit + " is expected");
    }
}
