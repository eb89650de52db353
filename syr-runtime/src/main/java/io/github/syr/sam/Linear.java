package io.github.syr.sam;

import ai.djl.ndarray.NDArray;

/** {@code x W^T + b}, and what LoRA adds: ... x inputs → ... x outputs. */
final class Linear {

    private final NDArray weight; // outputs x inputs
    private final NDArray bias; // outputs
    private final String name;
    private final LoraLayers lora;

    Linear(Weights weights) {
        weight = weights.get("weight");
        bias = weights.get("bias");
        name = weights.name();
        lora = weights.lora();
        lora.register(name, weight.getShape());
    }

    /** The number of outputs. */
    long width() {
        return bias.size();
    }

    NDArray bias() {
        return bias;
    }

    NDArray forward(NDArray x) {
        NDArray output = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
        return lora.adapted(name, output, added -> added.delta(x));
    }

    /**
     * {@code y W}, and what LoRA adds to W: for products {@code y (W x)} of which there are fewer y than x.
     *
     * @param y ... x outputs
     * @return ... x inputs
     */
    NDArray transposed(NDArray y) {
        return lora.adapted(name, y.matMul(weight), added -> added.transposedDelta(y));
    }
}
