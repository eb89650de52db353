package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor in a checkpoint file. Its numbers stay in the file until they are asked for, and are asked for at a cost of
 * their own size; nothing is kept. The file must stay as it is meanwhile.
 */
public final class CheckpointTensor implements FloatTensor {

    private static final int CHUNK = 1 << 18;
    /** How much larger than a tensor that which is read for it may be, above {@link #SMALL_SPAN}. */
    private static final int MOST_SPARSE = 8;

    private static final long SMALL_SPAN = 64L << 20;

    private final String name;
    private final DType dtype;
    private final View view;
    private final long elements;
    private final ByteRegion storage;
    private final ByteOrder order;

    /**
     * Which numbers of a storage a tensor has. Whoever reads the file has checked that it stays inside the storage.
     *
     * @param shape the axes' lengths
     * @param stride of each axis in numbers, not negative
     * @param first the place of the first number, in numbers from the storage's start
     */
    record View(long[] shape, long[] stride, long first) {

        /** All numbers of a storage, row-major. */
        static View of(long[] shape) {
            return new View(shape, Shapes.rowMajor(shape), 0);
        }
    }

    CheckpointTensor(String name, DType dtype, View view, ByteRegion storage, ByteOrder order) {
        this.name = name;
        this.dtype = dtype;
        this.view = view;
        this.elements = Shapes.elements(view.shape());
        this.storage = storage;
        this.order = order;
    }

    /** The same tensor under another name. */
    CheckpointTensor named(String other) {
        return new CheckpointTensor(other, dtype, view, storage, order);
    }

    public String name() {
        return name;
    }

    /** What the numbers are stored as; they are read as float32 all the same. */
    public DType dtype() {
        return dtype;
    }

    @Override
    public long[] shape() {
        return view.shape().clone();
    }

    /** How many numbers it holds; 1 for a tensor without axes. */
    public long elements() {
        return elements;
    }

    /**
     * {@inheritDoc}
     *
     * @throws SyrException if the file can't be read any more, or the tensor is too long for an array
     */
    @Override
    public float[] toFloats() {
        if (elements > Integer.MAX_VALUE - 8) {
            throw SyrException.badData(
                    storage.source(),
                    "tensor \"" + name + "\" has " + elements
                            + " numbers, more than the 2^31 - 9 that are read at once.",
                    "Use a model of SAM's sizes.");
        }
        float[] values = new float[(int) elements];
        copyTo(FloatBuffer.wrap(values));
        return values;
    }

    /**
     * Puts the numbers, row-major, at the buffer's position, which moves behind them.
     *
     * @throws BufferOverflowException if they are more than what remains of the buffer
     * @throws SyrException if the file can't be read any more
     */
    public void copyTo(FloatBuffer to) {
        if (elements > to.remaining()) {
            throw new BufferOverflowException();
        }
        if (elements == 0) {
            return;
        }
        try (ByteReader reader = storage.source().open()) {
            if (isContiguous()) {
                copyRow(reader, to);
            } else {
                gather(reader, to);
            }
        } catch (IOException e) {
            throw ByteSource.unreadable(storage.source(), e);
        }
    }

    private boolean isContiguous() {
        long[] rowMajor = Shapes.rowMajor(view.shape());
        for (int i = 0; i < view.shape().length; i++) {
            // the stride of an axis of one never counts, and PyTorch writes any number there
            if (view.shape()[i] > 1 && view.stride()[i] != rowMajor[i]) {
                return false;
            }
        }
        return true;
    }

    private void copyRow(ByteReader reader, FloatBuffer to) {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, elements * dtype.bytes()))
                .order(order);
        long at = view.first() * dtype.bytes();
        long end = at + elements * dtype.bytes();
        while (at < end) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
            storage.read(reader, at, chunk);
            at += chunk.position();
            dtype.decode(chunk.flip(), to);
        }
    }

    /** Reads all that the view spans at once: views of checkpoints are parts of one tensor, not of many gigabytes. */
    private void gather(ByteReader reader, FloatBuffer to) {
        long[] shape = view.shape();
        long[] stride = view.stride();
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            last += (shape[i] - 1) * stride[i];
        }
        long span = (last + 1) * dtype.bytes();
        long most = Math.min(
                Integer.MAX_VALUE - 8, Math.max(SMALL_SPAN, Math.multiplyExact(elements, MOST_SPARSE * dtype.bytes())));
        if (span > most) {
            throw SyrException.badData(
                    storage.source(),
                    "tensor \"" + name + "\" of " + elements + " numbers is a view that spans " + span
                            + " bytes, more than the " + most + " that are read for it.",
                    "Save it as a tensor of its own: tensor.contiguous().clone().");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) span).order(order);
        storage.read(reader, view.first() * dtype.bytes(), bytes);
        long[] index = new long[shape.length];
        long place = 0;
        for (long n = 0; n < elements; n++) {
            to.put(dtype.at(bytes, (int) (place * dtype.bytes())));
            // counts on as an odometer does, last axis first
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                place += stride[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                place -= shape[axis] * stride[axis];
                index[axis] = 0;
            }
        }
    }

    /** Name, type and shape, as in {@code mask_decoder.iou_token.weight F32 [1, 256]}. */
    @Override
    public String toString() {
        return name + " " + dtype + " " + Arrays.toString(view.shape());
    }
}
