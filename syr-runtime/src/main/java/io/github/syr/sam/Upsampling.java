package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.image.Size;
import java.util.Arrays;

/**
 * The reference's way from low-resolution logits to the original size (bilinear to the model's size, the padding cut
 * off, bilinear to the original) as one product: rows times logits times columns. Bilinear interpolation is linear and
 * separable, so the two steps are one matrix per axis; no array of the size between is made, and DJL's own
 * interpolation, which smooths where it shrinks, is not what the reference does.
 */
final class Upsampling {

    private Upsampling() {}

    /**
     * @param low N x K x L x L
     * @param side the model's image size
     * @param resized what of it is image
     * @param size of the result
     * @return N x K x height x width
     */
    static NDArray apply(NDArray low, int side, Size resized, Size size) {
        int width = size.width();
        int height = size.height();
        NDManager manager = low.getManager();
        int l = (int) low.getShape().get(3);
        NDArray columns = OwnMemory.of(manager, axis(l, side, resized.width(), width), new Shape(width, l))
                .transpose();
        NDArray rows = OwnMemory.of(manager, axis(l, side, resized.height(), height), new Shape(height, l));
        long n = low.getShape().get(0) * low.getShape().get(1);
        NDArray wide = low.reshape(n, l, l).matMul(columns); // NK x L x width
        // Rows times wide; the batch stands first, as the result has to belong to the logits' manager.
        NDArray rowsEach = rows.expandDims(0).broadcast(n, height, l);
        return rowsEach.matMul(wide)
                .reshape(low.getShape().get(0), low.getShape().get(1), height, width);
    }

    /** out x in: the weights of the low-resolution values in each value of the original size. */
    static float[] axis(int low, int side, int resized, int original) {
        float[] product = new float[original * low];
        double[] row = new double[low];
        for (int o = 0; o < original; o++) {
            Arrays.fill(row, 0);
            Between outer = Between.of(o, resized, original);
            outer.spread(1, (index, weight) -> Between.of(index, low, side).spread(weight, (i, w) -> row[i] += w));
            for (int i = 0; i < low; i++) {
                product[o * low + i] = (float) row[i];
            }
        }
        return product;
    }

    /** What takes a share of a value. */
    private interface Share {
        void take(int index, double weight);
    }

    /**
     * The two values that a value is interpolated between.
     *
     * @param share the second one's
     */
    private record Between(int first, int second, float share) {

        /** Bilinear without aligned corners, in float, as PyTorch computes it. */
        static Between of(int index, int in, int out) {
            float source = Math.max(0, (float) in / out * (index + .5f) - .5f);
            int first = Math.min((int) source, in - 1);
            return new Between(first, Math.min(first + 1, in - 1), Math.min(1, source - first));
        }

        void spread(double weight, Share to) {
            to.take(first, weight * (1 - share));
            to.take(second, weight * share);
        }
    }
}
