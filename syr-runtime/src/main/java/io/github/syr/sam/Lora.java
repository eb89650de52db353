package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685) of the q and v parts of an attention's qkv: each adds
 * {@code scale · B (A x)}. Kept apart from the weights while it is trained; for inference it is merged into them.
 *
 * @param q of the queries
 * @param v of the values
 */
public record Lora(Optional<Update> q, Optional<Update> v) {

    /**
     * One pair.
     *
     * @param a rank x C
     * @param b C x rank
     * @param scale alpha / rank; none where it is 1. In PyTorch's own memory, as gradients flow through it
     */
    public record Update(NDArray a, NDArray b, Optional<NDArray> scale) {

        /** @param scale alpha / rank; the arrays' manager owns what is made of it */
        public static Update of(NDArray a, NDArray b, float scale) {
            return new Update(a, b, scale == 1 ? Optional.empty() : Optional.of(OwnMemory.of(a.getManager(), scale)));
        }

        /** What is added: ... x C. */
        NDArray delta(NDArray x) {
            NDArray low = ai.djl.nn.core.Linear.linear(x, a).singletonOrThrow(); // ... x rank
            NDArray delta = ai.djl.nn.core.Linear.linear(low, b).singletonOrThrow(); // ... x C
            return scale.map(delta::mul).orElse(delta);
        }
    }
}
