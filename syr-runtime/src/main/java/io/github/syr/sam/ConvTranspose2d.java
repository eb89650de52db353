package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Transposed convolution with kernel 2 and stride 2, channels last: B x H x W x in → B x 2H x 2W x out. Its patches
 * don't overlap, so it is a linear layer of four times the outputs; channels stand last so that what follows needs no
 * copy.
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
        long b = x.getShape().get(0);
        long h = x.getShape().get(1);
        long w = x.getShape().get(2);
        return scoped(
                x,
                y -> ai.djl.nn.core.Linear.linear(y, weight, bias)
                        .singletonOrThrow()
                        .reshape(b, h, w, 2, 2, out)
                        .transpose(0, 1, 3, 2, 4, 5) // B x H x 2 x W x 2 x out
                        .reshape(b, 2 * h, 2 * w, out));
    }
}
