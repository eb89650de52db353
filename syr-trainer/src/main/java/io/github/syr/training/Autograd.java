package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** PyTorch's automatic differentiation on the present thread: off but where it is asked for. */
final class Autograd {

    private Autograd() {}

    /** Runs a computation with or without a graph; afterwards it is as before. */
    static <T> T recording(boolean on, Supplier<T> computation) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(on);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Adds gradients to all leaves of an output's graph, which is used up.
     *
     * @param upstream the output's gradient, of its shape
     */
    static void backward(NDArray output, NDArray upstream) {
        JniUtils.backward((PtNDArray) output, (PtNDArray) upstream, false, false);
    }
}
