package io.github.syr.sam;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.device.PyTorch;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block gives the same with either library's matrix products, whichever this processor prefers. */
class EncoderScriptTest {

    private static final int RANK = 2;
    private static final double EPS = 1e-6;

    private final Random random = new Random(7);

    private NDArray numbers(NDManager owner, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        return OwnMemory.of(owner, values, new Shape(shape));
    }

    /** In the script's order, of linear layers {@code outputs x inputs}. */
    private NDList weights(NDManager owner, int width, int heads, int size) {
        NDList weights = new NDList();
        for (int norm = 0; norm < 2; norm++) {
            weights.add(numbers(owner, width));
            weights.add(numbers(owner, width));
        }
        int[][] layers = {{3 * width, width}, {width, width}, {4 * width, width}, {width, 4 * width}};
        for (int[] layer : layers) {
            weights.add(numbers(owner, layer[0], layer[1]));
            weights.add(numbers(owner, layer[0]));
        }
        weights.add(numbers(owner, size, width / heads, size));
        weights.add(numbers(owner, size, width / heads, size));
        return weights;
    }

    /** LoRA of q, v and lin1. */
    private EncoderScript.Adapted lora(NDManager owner, int width) {
        int[] outputs = {width, 0, width, 0, 4 * width, 0};
        double[] scales = {1, 0, .5, 0, 2, 0};
        NDList pairs = new NDList();
        for (int output : outputs) {
            pairs.add(output == 0 ? owner.zeros(new Shape(0)) : numbers(owner, RANK, width));
            pairs.add(output == 0 ? owner.zeros(new Shape(0)) : numbers(owner, output, RANK));
        }
        return new EncoderScript.Adapted(pairs, scales);
    }

    @ParameterizedTest(name = "image of {0}, windows of {1}, {2} heads")
    @CsvSource({
        "8, 8, 1", // one matrix, whose products oneDNN computes
        "8, 8, 2",
        "6, 4, 2", // windows that reach beyond the image
        "70, 70, 1" // queries in several pieces
    })
    void givesTheSameWithBothLibraries(int side, int size, int heads) {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "PyTorch has oneDNN on x86-64");
        PyTorch.start("cpu", 0, warning -> {});
        try (NDManager owner = NDManager.newBaseManager("PyTorch")) {
            EncoderScript mkl = new EncoderScript(owner, false);
            EncoderScript oneDnn = new EncoderScript(owner, true);
            int width = 8 * heads;
            NDArray x = numbers(owner, 1, side, side, width);
            NDArray upstream = numbers(owner, 1, side, side, width);
            NDList weights = weights(owner, width, heads, size);
            EncoderScript.Adapted lora = lora(owner, width);
            NDArray expected = mkl.forward(x, weights, lora, EPS);
            assertNear(
                    expected.toFloatArray(),
                    oneDnn.forward(x, weights, lora, EPS).toFloatArray(),
                    1e-5,
                    "output");
            NDList gradients = gradients(mkl, x, upstream, weights, lora);
            NDList others = gradients(oneDnn, x, upstream, weights, lora);
            assertEquals(7, gradients.size()); // of x, and of three pairs
            for (int i = 0; i < gradients.size(); i++) {
                assertEquals(gradients.get(i).getShape(), others.get(i).getShape());
                assertNear(gradients.get(i).toFloatArray(), others.get(i).toFloatArray(), 1e-5, "gradient " + i);
            }
        }
    }

    private static NDList gradients(
            EncoderScript script, NDArray x, NDArray upstream, NDList weights, EncoderScript.Adapted lora) {
        NDList kept = script.keep(x, weights, lora, EPS, true);
        return script.backward(x, kept.subNDList(1), upstream, weights, lora, EPS);
    }
}
