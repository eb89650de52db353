package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Layer normalisation over the last dimension. */
final class LayerNorm extends SamBlock {

    private final NDArray weight; // C
    private final NDArray bias; // C
    private final float eps;

    LayerNorm(Weights weights, double eps) {
        weight = parameter(weights, "weight");
        bias = parameter(weights, "bias");
        this.eps = (float) eps;
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), weight, bias, eps).singletonOrThrow();
    }

    /** Over the channels of an image, B x C x H x W, as the reference's {@code LayerNorm2d}. */
    NDArray forward2d(NDArray x) {
        return scoped(x, y -> forward(y.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2));
    }

    @Override
    NDList apply(NDList inputs) {
        return new NDList(forward(inputs.singletonOrThrow()));
    }
}
