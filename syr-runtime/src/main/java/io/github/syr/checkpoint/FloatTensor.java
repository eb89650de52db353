package io.github.syr.checkpoint;

/** Numbers with a shape, row by row, which are had as float32. */
public interface FloatTensor {

    /** The lengths of its axes, a fresh copy; empty for a single number. */
    long[] shape();

    /** Its numbers, row-major, a fresh copy. */
    float[] toFloats();

    /**
     * A tensor of numbers in memory.
     *
     * @throws IllegalArgumentException if the shape holds another number of numbers
     */
    static FloatTensor of(long[] shape, float... values) {
        return new HeapTensor(shape, values);
    }
}
