package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;

/** Layer normalisation over the last dimension. */
final class LayerNorm {

    private final NDArray weight; // C
    private final NDArray bias; // C
    private final float eps;

    LayerNorm(Weights weights, double eps) {
        weight = weights.get("weight");
        bias = weights.get("bias");
        this.eps = (float) eps;
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), weight, bias, eps)
                .singletonOrThrow();
    }

    /** Over the channels of an image, B x C x H x W, as the reference's {@code LayerNorm2d}. */
    NDArray forward2d(NDArray x) {
        return scoped(x, y -> forward(y.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2));
    }
}
