package io.github.syr.checkpoint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, sound ones and others. */
final class PickleBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Protocol 2, as torch.save writes. */
    static PickleBytes begin() {
        return new PickleBytes().op(0x80, 2);
    }

    PickleBytes op(int... all) {
        for (int b : all) {
            bytes.write(b);
        }
        return this;
    }

    PickleBytes op(String opcodes) {
        return op(opcodes.chars().toArray());
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').u32(utf8.length).raw(utf8);
    }

    PickleBytes whole(long value) {
        byte[] big = BigInteger.valueOf(value).toByteArray();
        op(0x8A, big.length);
        for (int i = big.length - 1; i >= 0; i--) {
            bytes.write(big[i]);
        }
        return this;
    }

    PickleBytes global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    PickleBytes u32(long value) {
        return op(
                (int) value & 0xFF, (int) (value >> 8) & 0xFF, (int) (value >> 16) & 0xFF, (int) (value >> 24) & 0xFF);
    }

    PickleBytes raw(byte... all) {
        bytes.writeBytes(all);
        return this;
    }

    /** A tuple of whole numbers. */
    PickleBytes tuple(long... values) {
        op('(');
        for (long value : values) {
            whole(value);
        }
        return op('t');
    }

    PickleBytes storage(String type, String key, long numbers) {
        int dot = type.lastIndexOf('.');
        return op('(').text("storage")
                .global(type.substring(0, dot), type.substring(dot + 1))
                .text(key)
                .text("cpu")
                .whole(numbers)
                .op("tQ");
    }

    /** A float tensor, on the stack. */
    PickleBytes tensor(String key, long numbers, long first, long[] shape, long[] stride) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("torch.FloatStorage", key, numbers)
                .whole(first)
                .tuple(shape)
                .tuple(stride)
                .op(0x89)
                .global("collections", "OrderedDict")
                .op(")RtR");
    }

    byte[] end() {
        return op('.').bytes.toByteArray();
    }

    byte[] unended() {
        return bytes.toByteArray();
    }
}
