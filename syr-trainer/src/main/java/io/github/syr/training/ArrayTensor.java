package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import io.github.syr.checkpoint.FloatTensor;

/** An array as a file takes it: its numbers are fetched when they are written. */
record ArrayTensor(NDArray array) implements FloatTensor {

    @Override
    public long[] shape() {
        return array.getShape().getShape();
    }

    @Override
    public float[] toFloats() {
        return array.toFloatArray();
    }
}
