package io.github.syr.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.TensorFile;
import java.nio.file.Path;

/** The reference's outputs, and how near ours have to be. */
public final class Goldens {

    private Goldens() {}

    /** A file of the folder {@code parity}. */
    public static Path file(String name) {
        return Path.of(System.getProperty("syr.parity"), name);
    }

    public static TensorFile tensors(String name) {
        return Safetensors.read(file(name));
    }

    /** {@code ||a - b|| / ||b||}. */
    public static double relativeError(float[] actual, float[] expected) {
        assertEquals(expected.length, actual.length);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += ((double) actual[i] - expected[i]) * ((double) actual[i] - expected[i]);
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }

    /** Asserts that the relative error is under a limit. */
    public static void assertNear(float[] expected, float[] actual, double limit, String what) {
        double error = relativeError(actual, expected);
        assertTrue(error < limit, what + ": relative error " + error + ", under " + limit + " is expected");
    }
}
