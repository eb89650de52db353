package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Transposed convolution with kernel 2 and stride 2, a row a pixel: pixels x in → 4 pixels x out. Its patches don't
 * overlap, so it is a linear layer of four times the outputs. A pixel's patch stays together: upper left, upper right,
 * lower left, lower right; {@link #image} brings all to their places, once, when there are few channels left.
 */
final class ConvTranspose2d {

    // Made once: what is made at each call would belong to the weights' manager, and pile up there.
    private final NDArray weight; // (2 x 2 x out) x in
    private final NDArray bias; // 2 x 2 x out
    private final long out;

    ConvTranspose2d(Weights weights) {
        NDArray kernel = weights.get("weight"); // in x out x 2 x 2
        NDArray each = weights.get("bias"); // out
        out = each.size();
        weight = kernel.transpose(2, 3, 1, 0).reshape(4 * out, kernel.getShape().get(0));
        bias = NDArrays.concat(new NDList(each, each, each, each));
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias)
                .singletonOrThrow()
                .reshape(4 * x.getShape().get(0), out);
    }

    /**
     * The image of pixels after two such layers.
     *
     * @param pixels 16GG x K
     * @param g side of the image before them
     * @return 1 x K x 4G x 4G
     */
    static NDArray image(NDArray pixels, long g) {
        long k = pixels.getShape().get(1);
        return pixels.reshape(g, g, 2, 2, 2, 2, k) // rows, columns; twice: rows, columns of a patch
                .transpose(6, 0, 2, 4, 1, 3, 5)
                .reshape(1, k, 4 * g, 4 * g);
    }
}
