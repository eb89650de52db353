package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685) of a linear layer: {@code scale · B (A x)} is added to its
 * output. Kept apart from the weights while it is trained; for inference it is merged into them.
 *
 * @param a rank x inputs
 * @param b outputs x rank
 * @param factor alpha / rank
 * @param scale the same as an array, none where it is 1. In PyTorch's own memory, as gradients flow through it
 */
public record Lora(NDArray a, NDArray b, float factor, Optional<NDArray> scale) {

    /** @param scale alpha / rank; the arrays' manager owns what is made of it */
    public static Lora of(NDArray a, NDArray b, float scale) {
        return new Lora(a, b, scale, scale == 1 ? Optional.empty() : Optional.of(OwnMemory.of(a.getManager(), scale)));
    }

    /** Of other numbers, with the same scale. */
    public Lora with(NDArray otherA, NDArray otherB) {
        return new Lora(otherA, otherB, factor, scale);
    }

    /** What is added: ... x outputs. */
    NDArray delta(NDArray x) {
        try (NDArray low = ai.djl.nn.core.Linear.linear(x, a).singletonOrThrow()) { // ... x rank
            return scaled(ai.djl.nn.core.Linear.linear(low, b).singletonOrThrow()); // ... x outputs
        }
    }

    /**
     * What is added to {@code y W}: {@code scale · (y B) A}.
     *
     * @param y ... x outputs
     * @return ... x inputs
     */
    NDArray transposedDelta(NDArray y) {
        try (NDArray low = y.matMul(b)) {
            return scaled(low.matMul(a));
        }
    }

    private NDArray scaled(NDArray delta) {
        if (scale.isEmpty()) {
            return delta;
        }
        try (delta) {
            return delta.mul(scale.get());
        }
    }
}
