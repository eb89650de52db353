package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The reference's way from low-resolution logits to another size. Bilinear interpolation is linear and separable, so
 * its two steps are one matrix an axis, and no array of the size between is made. DJL's own interpolation smooths where
 * it shrinks, which the reference doesn't.
 */
final class Upsampling {

    private final UpsamplingAxis rows;
    private final UpsamplingAxis columns;

    /**
     * @param low side of the low-resolution logits
     * @param side the model's image size
     * @param resized what of it is image
     * @param size of the result
     */
    Upsampling(int low, int side, Size resized, Size size) {
        rows = new UpsamplingAxis(low, side, resized.height(), size.height());
        columns = new UpsamplingAxis(low, side, resized.width(), size.width());
    }

    /**
     * Logits of the result's size; gradients flow through.
     *
     * @param low N x K x L x L
     * @return N x K x height x width
     */
    NDArray logits(NDArray low) {
        int height = rows.length();
        int width = columns.length();
        NDManager manager = low.getManager();
        long l = low.getShape().get(3);
        NDArray across =
                OwnMemory.of(manager, columns.matrix(), new Shape(width, l)).transpose();
        NDArray down = OwnMemory.of(manager, rows.matrix(), new Shape(height, l));
        long n = low.getShape().get(0) * low.getShape().get(1);
        NDArray wide = low.reshape(n, l, l).matMul(across); // NK x L x width
        // Rows times wide; the batch stands first, as the result has to belong to the logits' manager.
        NDArray downEach = down.expandDims(0).broadcast(n, height, l);
        return downEach.matMul(wide)
                .reshape(low.getShape().get(0), low.getShape().get(1), height, width);
    }

    /**
     * Where the logits of the result's size are above 0, without making them: between low-resolution values of one sign
     * nothing has to be computed.
     *
     * @param low of one mask, L x L
     */
    BinaryMask mask(float[] low) {
        int width = columns.length();
        int[] runs = runs();
        BitSet bits = new BitSet(rows.length() * width);
        float[] row = new float[(int) Math.round(Math.sqrt(low.length))];
        for (int y = 0; y < rows.length(); y++) {
            row(low, y, row);
            int at = y * width;
            for (int run = 0; run + 1 < runs.length; run++) {
                int from = runs[run];
                int to = runs[run + 1];
                int sign = sign(row, columns.first(from), columns.count(from));
                if (sign > 0) {
                    bits.set(at + from, at + to);
                } else if (sign == 0) {
                    for (int x = from; x < to; x++) {
                        bits.set(at + x, value(row, x) > 0);
                    }
                }
            }
        }
        return new BinaryMask(width, rows.length(), bits);
    }

    /** Where the columns begin that the same low-resolution values have a share in; at last, the width. */
    private int[] runs() {
        int width = columns.length();
        int[] runs = new int[width + 1];
        int count = 0;
        for (int x = 0; x < width; x++) {
            if (x == 0 || columns.first(x) != columns.first(x - 1) || columns.count(x) != columns.count(x - 1)) {
                runs[count++] = x;
            }
        }
        runs[count++] = width;
        return Arrays.copyOf(runs, count);
    }

    /** The low-resolution values of a row of the result. */
    private void row(float[] low, int y, float[] row) {
        Arrays.fill(row, 0);
        for (int i = 0; i < rows.count(y); i++) {
            float weight = rows.weight(y, i);
            int from = (rows.first(y) + i) * row.length;
            for (int x = 0; x < row.length; x++) {
                row[x] += weight * low[from + x];
            }
        }
    }

    private float value(float[] row, int x) {
        float sum = 0;
        for (int i = 0; i < columns.count(x); i++) {
            sum += columns.weight(x, i) * row[columns.first(x) + i];
        }
        return sum;
    }

    /** 1 where all values are above 0, -1 where none is, else 0. */
    private static int sign(float[] row, int first, int count) {
        int above = 0;
        int not = 0;
        for (int i = first; i < first + count; i++) {
            above += row[i] > 0 ? 1 : 0;
            not += row[i] <= 0 ? 1 : 0;
        }
        return above == count ? 1 : not == count ? -1 : 0;
    }
}
