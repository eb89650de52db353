package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** Tensors equal to the bit, and files refused as users should see it. */
final class CheckpointAssertions {

    /** The tiny checkpoint, on the class path of these tests. */
    static final String TINY_SHA256 = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";

    private CheckpointAssertions() {}

    /** Bit for bit, shapes too. */
    static void assertSame(FloatTensor expected, FloatTensor actual, String name) {
        assertArrayEquals(expected.shape(), actual.shape(), name);
        float[] e = expected.toFloats();
        float[] a = actual.toFloats();
        assertEquals(e.length, a.length, name);
        for (int i = 0; i < e.length; i++) {
            assertEquals(Float.floatToRawIntBits(e[i]), Float.floatToRawIntBits(a[i]), name + " at " + i);
        }
    }

    static void assertSame(TensorFile expected, TensorFile actual) {
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        assertFalse(expected.tensors().isEmpty());
        expected.tensors().forEach((name, tensor) -> assertSame(tensor, actual.tensor(name), name));
    }

    /**
     * Fails as users should see it: by a SyrException of bad data that names the file, what is wrong and what to do.
     */
    static void assertRefused(Path file, Executable read, String... words) {
        SyrException e = assertThrows(SyrException.class, read);
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        assertTrue(e.getMessage().startsWith(file + ": "), e::getMessage);
        for (String word : words) {
            assertTrue(e.problem().contains(word), () -> "\"" + word + "\" in: " + e.getMessage());
        }
        assertFalse(e.remedy().isBlank(), e::getMessage);
    }
}
