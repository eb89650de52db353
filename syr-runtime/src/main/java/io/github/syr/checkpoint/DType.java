package io.github.syr.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** What a checkpoint's numbers are stored as, by their names in safetensors; each is read as float32. */
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    U64(8),
    I64(8),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a float32. */
    BF16(2),
    F32(4),
    F64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Whether it is one of the floating-point types, as weights are. */
    public boolean isFloating() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    /** Reads all that remains in {@code from}, a whole number of numbers in its byte order. */
    void decode(ByteBuffer from, FloatBuffer to) {
        if (this == F32) {
            to.put(from.asFloatBuffer());
            from.position(from.limit());
            return;
        }
        while (from.hasRemaining()) {
            to.put(at(from, from.position()));
            from.position(from.position() + bytes);
        }
    }

    /** The number that begins at a byte of the buffer, rounded to the nearest float32. */
    float at(ByteBuffer from, int index) {
        return switch (this) {
            case BOOL -> from.get(index) == 0 ? 0 : 1;
            case U8 -> from.get(index) & 0xFF;
            case I8 -> from.get(index);
            case U16 -> from.getShort(index) & 0xFFFF;
            case I16 -> from.getShort(index);
            case U32 -> from.getInt(index) & 0xFFFF_FFFFL;
            case I32 -> from.getInt(index);
            case U64 -> unsigned(from.getLong(index));
            case I64 -> from.getLong(index);
            case F16 -> half(from.getShort(index));
            case BF16 -> Float.intBitsToFloat(from.getShort(index) << 16);
            case F32 -> from.getFloat(index);
            case F64 -> (float) from.getDouble(index);
        };
    }

    private static float unsigned(long value) {
        // halved with its lowest bit kept, so that doubling rounds as the whole number would
        return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
    }

    /** binary16 to float32, exact; JDK 20 brings its own. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F80_0000 | fraction << 13);
        }
        if (exponent == 0) {
            // zero or subnormal: fraction * 2^-24, both exact in float32
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }
}
