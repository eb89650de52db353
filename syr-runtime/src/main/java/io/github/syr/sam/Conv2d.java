package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Convolution with a square kernel: B x in x H x W → B x out x H' x W'. */
final class Conv2d {

    private final NDArray weight; // out x in x k x k
    private final NDArray bias; // out, or null: the encoder's neck has none
    private final Shape stride;
    private final Shape padding;

    Conv2d(Weights weights, int stride, int padding) {
        weight = weights.get("weight");
        bias = weights.has("bias") ? weights.get("bias") : null;
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(padding, padding);
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.convolutional.Conv2d.conv2d(x, weight, bias, stride, padding)
                .singletonOrThrow();
    }
}
