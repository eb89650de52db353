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

    NDArray forward(NDArray x) {
        NDArray output = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
        return lora.adapted(name, output, x);
    }
}
