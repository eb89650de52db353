package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The norm of gradients over all of them, as PyTorch's {@code clip_grad_norm_} bounds it. */
final class GradientNorm {

    private static final double EPSILON = 1e-6;

    private GradientNorm() {}

    /**
     * Scales gradients down in place where their norm is larger.
     *
     * @return the norm before
     */
    static double clip(List<NDArray> gradients, double most) {
        double sum = 0;
        for (NDArray gradient : gradients) {
            try (NDArray square = gradient.square();
                    NDArray total = square.sum()) {
                sum += total.getFloat();
            }
        }
        double norm = Math.sqrt(sum);
        double factor = most / (norm + EPSILON);
        if (factor < 1) {
            gradients.forEach(gradient -> gradient.muli(factor));
        }
        return norm;
    }
}
