package io.github.syr.checkpoint;

import java.util.Arrays;

/** A tensor of numbers in memory; {@link FloatTensor#of} makes it. */
final class HeapTensor implements FloatTensor {

    private final long[] shape;
    private final float[] values;

    HeapTensor(long[] shape, float[] values) {
        if (Shapes.elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " numbers don't fill the shape " + Arrays.toString(shape));
        }
        this.shape = shape.clone();
        this.values = values.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public float[] toFloats() {
        return values.clone();
    }
}
