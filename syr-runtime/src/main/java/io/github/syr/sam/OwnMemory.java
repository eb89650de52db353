package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.CheckpointTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Arrays in PyTorch's own memory. What DJL creates lies in a Java buffer: it goes when its NDArray is closed, though an
 * autograd graph may still need it and would then read freed memory; and it counts towards Java's bound on direct
 * memory, which a large model exceeds.
 */
public final class OwnMemory {

    private OwnMemory() {}

    /** An array of numbers, row-major. */
    public static NDArray of(NDManager owner, float[] values, Shape shape) {
        try (NDArray wrapped = owner.create(values, shape)) {
            return wrapped.duplicate();
        }
    }

    /**
     * A number, for products and quotients that gradients flow through: {@code x.mul(number)} wraps a Java buffer too.
     */
    public static NDArray of(NDManager owner, double value) {
        try (NDArray wrapped = owner.create((float) value)) {
            return wrapped.duplicate();
        }
    }

    /** Puts arrays of other numbers in the places of some, which are closed. */
    public static void replace(NDManager owner, List<NDArray> arrays, List<float[]> numbers) {
        for (int i = 0; i < arrays.size(); i++) {
            try (NDArray old = arrays.get(i)) {
                arrays.set(i, of(owner, numbers.get(i), old.getShape()));
            }
        }
    }

    /**
     * Brings tensors of files there one after the other, through one buffer that is as large as the largest of them.
     */
    static final class Loader {

        private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

        /** A tensor as float32. */
        NDArray load(NDManager owner, CheckpointTensor tensor) {
            FloatBuffer values = values(tensor.elements());
            tensor.copyTo(values);
            return own(owner, new Shape(tensor.shape()));
        }

        /** Numbers that stand for a tensor's. */
        NDArray load(NDManager owner, float[] values, Shape shape) {
            values(values.length).put(values);
            return own(owner, shape);
        }

        private FloatBuffer values(long elements) {
            int bytes = Math.toIntExact(elements * Float.BYTES);
            if (buffer.capacity() < bytes) {
                buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            }
            return buffer.clear().limit(bytes).asFloatBuffer();
        }

        private NDArray own(NDManager owner, Shape shape) {
            try (NDArray wrapped = owner.create(buffer, shape, DataType.FLOAT32)) {
                return wrapped.duplicate();
            }
        }
    }
}
