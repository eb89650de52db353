package io.github.syr.sam;

import java.util.Arrays;

/**
 * One axis of the reference's way from low-resolution logits to another size: bilinear to the model's size, the padding
 * cut off, bilinear to the size wanted. Each value of the result is a weighted sum of neighbouring low-resolution
 * values; the weights are 0 or more and add up to 1.
 */
final class UpsamplingAxis {

    private final int low;
    private final int[] first;
    private final float[][] weights;

    /**
     * @param low number of low-resolution values
     * @param side the model's image size
     * @param resized what of it is image
     * @param length of the result
     */
    UpsamplingAxis(int low, int side, int resized, int length) {
        this.low = low;
        first = new int[length];
        weights = new float[length][];
        double[] sums = new double[low];
        for (int o = 0; o < length; o++) {
            Between outer = Between.of(o, resized, length);
            Between from = Between.of(outer.first, low, side);
            Between to = Between.of(outer.second, low, side);
            Arrays.fill(sums, from.first, to.second + 1, 0);
            from.spread(1 - outer.share, sums);
            to.spread(outer.share, sums);
            first[o] = from.first;
            weights[o] = new float[to.second + 1 - from.first];
            for (int i = 0; i < weights[o].length; i++) {
                weights[o][i] = (float) sums[from.first + i];
            }
        }
    }

    /** The number of values of the result. */
    int length() {
        return first.length;
    }

    /** The first low-resolution value that has a share in a value of the result. */
    int first(int o) {
        return first[o];
    }

    /** How many low-resolution values have a share in a value of the result, from the first on. */
    int count(int o) {
        return weights[o].length;
    }

    /** The share of the low-resolution value {@code first(o) + i}. */
    float weight(int o, int i) {
        return weights[o][i];
    }

    /** As a matrix: length x low. */
    float[] matrix() {
        float[] matrix = new float[first.length * low];
        for (int o = 0; o < first.length; o++) {
            System.arraycopy(weights[o], 0, matrix, o * low + first[o], weights[o].length);
        }
        return matrix;
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

        void spread(double weight, double[] to) {
            to[first] += weight * (1 - share);
            to[second] += weight * share;
        }
    }
}
