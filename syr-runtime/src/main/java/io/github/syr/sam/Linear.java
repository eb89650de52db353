package io.github.syr.sam;

import ai.djl.ndarray.NDArray;

/** {@code x W^T + b}: ... x in → ... x out. */
final class Linear {

    private final NDArray weight; // out x in
    private final NDArray bias; // out

    Linear(Weights weights) {
        weight = weights.get("weight");
        bias = weights.get("bias");
    }

    /** The number of outputs. */
    long width() {
        return bias.size();
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    }
}
