package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;

/** Two linear layers with ReLU between them, as the mask decoder's transformer has them. */
final class MlpBlock {

    private final Linear lin1;
    private final Linear lin2;

    MlpBlock(Weights weights) {
        lin1 = new Linear(weights.at("lin1"));
        lin2 = new Linear(weights.at("lin2"));
    }

    NDArray forward(NDArray x) {
        return scoped(x, y -> lin2.forward(lin1.forward(y).getNDArrayInternal().relu()));
    }
}
