package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;

/**
 * Transposed convolution with kernel 2 and stride 2, B x in x H x W → B x out x 2H x 2W. Its patches don't overlap, so
 * it is a matrix product a pixel (DJL has no transposed convolution on PyTorch).
 */
final class ConvTranspose2d {

    // Views made once: one made at each call would belong to the weights' manager, and pile up there.
    private final NDArray weight; // in x (out x 2 x 2)
    private final NDArray bias; // 1 x out x 1 x 1
    private final long in;
    private final long out;

    ConvTranspose2d(Weights weights) {
        NDArray kernel = weights.get("weight"); // in x out x 2 x 2
        in = kernel.getShape().get(0);
        out = kernel.getShape().get(1);
        weight = kernel.reshape(in, out * 4);
        bias = weights.get("bias").reshape(1, out, 1, 1);
    }

    NDArray forward(NDArray x) {
        long b = x.getShape().get(0);
        long h = x.getShape().get(2);
        long w = x.getShape().get(3);
        return scoped(
                x,
                y -> y.transpose(0, 2, 3, 1) // B x H x W x in
                        .reshape(b * h * w, in)
                        .matMul(weight) // BHW x (out x 2 x 2)
                        .reshape(b, h, w, out, 2, 2)
                        .transpose(0, 3, 1, 4, 2, 5) // B x out x H x 2 x W x 2
                        .reshape(b, out, 2 * h, 2 * w)
                        .add(bias));
    }
}
