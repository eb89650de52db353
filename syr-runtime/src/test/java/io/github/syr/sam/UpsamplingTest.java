package io.github.syr.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.device.PyTorch;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mask without logits of its size is the one that those logits give. */
class UpsamplingTest {

    private static final int LOW = 32;
    private static final int SIDE = 128;
    private static final Device DEVICE = PyTorch.start("cpu", 0, warning -> {});

    @ParameterizedTest
    @CsvSource({"400, 300", "300, 400", "128, 128", "1000, 31", "7, 90", "20, 13", "1, 1", "1, 500"})
    void maskIsWhereLogitsAreAboveZero(int width, int height) {
        Size size = new Size(width, height);
        SplittableRandom random = new SplittableRandom(31L * width + height);
        float[] noise = new float[LOW * LOW];
        float[] disc = new float[LOW * LOW];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextDouble() - 0.5);
            disc[i] = (float) (10 - Math.hypot(i % LOW - 13, i / LOW - 11));
        }
        assertMask(noise, size);
        assertMask(disc, size);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 120000", "NaN, 0"})
    void maskOfOneValue(float value, int area) {
        float[] low = new float[LOW * LOW];
        Arrays.fill(low, value);
        Size size = new Size(400, 300);
        assertEquals(area, upsampling(size).mask(low).area());
    }

    private static Upsampling upsampling(Size size) {
        return new Upsampling(LOW, SIDE, size.longestSide(SIDE), size);
    }

    private static void assertMask(float[] low, Size size) {
        try (NDManager manager = NDManager.newBaseManager(DEVICE, "PyTorch")) {
            float[] logits = upsampling(size)
                    .logits(manager.create(low, new Shape(1, 1, LOW, LOW)))
                    .toFloatArray();
            BinaryMask mask = upsampling(size).mask(low);
            for (int i = 0; i < logits.length; i++) {
                boolean tie = Math.abs(logits[i]) < 1e-5;
                assertTrue(tie || mask.bits().get(i) == logits[i] > 0, "pixel " + i + " of logit " + logits[i]);
            }
        }
    }
}
