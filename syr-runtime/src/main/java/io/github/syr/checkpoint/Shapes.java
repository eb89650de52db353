package io.github.syr.checkpoint;

/** Arithmetic on shapes. */
final class Shapes {

    private Shapes() {}

    /**
     * How many numbers a shape holds.
     *
     * @throws ArithmeticException if they are more than a long can count, or an axis is negative
     */
    static long elements(long[] shape) {
        long product = 1;
        boolean empty = false;
        for (long axis : shape) {
            if (axis < 0) {
                throw new ArithmeticException("negative axis");
            }
            if (axis == 0) {
                empty = true;
            } else {
                product = Math.multiplyExact(product, axis);
            }
        }
        return empty ? 0 : product;
    }

    /** The strides, in numbers, of a tensor that lies row by row. */
    static long[] rowMajor(long[] shape) {
        long[] stride = new long[shape.length];
        long step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            stride[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return stride;
    }
}
