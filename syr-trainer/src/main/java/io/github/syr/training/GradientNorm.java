package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The norm of gradients over all of them, as PyTorch's {@code clip_grad_norm_} bounds it. */
final class GradientNorm {

    private static final double EPSILON = 1e-6;

    private GradientNorm() {}

    /** The norm over all numbers of all of them. */
    static double of(List<NDArray> gradients) {
        double sum = 0;
        for (NDArray gradient : gradients) {
            try (NDArray square = gradient.square();
                    NDArray total = square.sum()) {
                sum += total.getFloat();
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Scales gradients down in place where a norm is larger than it may be.
     *
     * @param norm over these and all others of the step
     */
    static void bound(List<NDArray> gradients, double norm, double most) {
        double factor = most / (norm + EPSILON);
        if (factor < 1) {
            gradients.forEach(gradient -> gradient.muli(factor));
        }
    }
}
