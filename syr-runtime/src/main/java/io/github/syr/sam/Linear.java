package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** {@code x W^T + b}: ... x in → ... x out. */
final class Linear extends SamBlock {

    private final NDArray weight; // out x in
    private final NDArray bias; // out

    Linear(Weights weights) {
        weight = parameter(weights, "weight");
        bias = parameter(weights, "bias");
    }

    /** The number of outputs. */
    long width() {
        return bias.size();
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    }

    @Override
    NDList apply(NDList inputs) {
        return new NDList(forward(inputs.singletonOrThrow()));
    }
}
