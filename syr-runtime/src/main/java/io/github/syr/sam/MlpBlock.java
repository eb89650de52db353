package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** Two linear layers with an activation between them, as in a transformer's block. */
final class MlpBlock {

    private final Linear lin1;
    private final Linear lin2;
    private final UnaryOperator<NDArray> activation;

    private MlpBlock(Weights weights, UnaryOperator<NDArray> activation) {
        lin1 = new Linear(weights.at("lin1"));
        lin2 = new Linear(weights.at("lin2"));
        this.activation = activation;
    }

    /** With GELU (exact, not the tanh approximation), as the image encoder has it. */
    static MlpBlock gelu(Weights weights) {
        return new MlpBlock(weights, x -> x.getNDArrayInternal().gelu());
    }

    /** With ReLU, as the mask decoder's transformer has it. */
    static MlpBlock relu(Weights weights) {
        return new MlpBlock(weights, x -> x.getNDArrayInternal().relu());
    }

    NDArray forward(NDArray x) {
        return scoped(x, y -> lin2.forward(activation.apply(lin1.forward(y))));
    }
}
