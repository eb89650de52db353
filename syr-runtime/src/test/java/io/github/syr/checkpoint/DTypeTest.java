package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "3c00, 1",
        "c000, -2",
        "3555, 0.333251953125",
        "7bff, 65504",
        "0400, 6.103515625e-05",
        "03ff, 6.097555160522461e-05",
        "0001, 5.960464477539063e-08",
        "8001, -5.960464477539063e-08",
        "7c00, Infinity",
        "fc00, -Infinity",
        "3c01, 1.0009765625",
        "6400, 1024",
    })
    void readsHalfs(String hex, float expected) {
        assertEquals(bits(expected), bits(DType.half((short) Integer.parseInt(hex, 16))));
    }

    @Test
    void keepsWhatIsNoNumber() {
        assertTrue(Float.isNaN(DType.half((short) 0x7E00)));
        assertTrue(Float.isNaN(DType.half((short) 0xFC01)));
    }

    /** Every finite half against the definition: sign, 2^(e - 15), 1.f, or 2^-14 and 0.f. */
    @Test
    void readsEveryHalf() {
        for (int b = 0; b < 0x10000; b++) {
            int e = b >> 10 & 0x1F;
            if (e != 0x1F) {
                double magnitude =
                        e == 0 ? (b & 0x3FF) / 1024.0 * 0x1p-14 : (1 + (b & 0x3FF) / 1024.0) * Math.pow(2, e - 15);
                assertEquals(bits((float) (b < 0x8000 ? magnitude : -magnitude)), bits(DType.half((short) b)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 00, 0",
        "BOOL, 01, 1",
        "BOOL, ff, 1",
        "U8, ff, 255",
        "I8, ff, -1",
        "U16, ffff, 65535",
        "I16, feff, -2",
        "U32, ffffffff, 4294967296",
        "I32, ffffffff, -1",
        "U64, ffffffffffffffff, 18446744073709551616",
        "U64, 0100000000000080, 9223372036854775808",
        "U64, 0500000000000000, 5",
        "I64, feffffffffffffff, -2",
        "F16, 003c, 1",
        "BF16, 803f, 1",
        "BF16, 80bf, -1",
        "BF16, 4940, 3.140625",
        "F32, 0000c03f, 1.5",
        "F64, 182d4454fb210940, 3.1415927",
    })
    void readsLittleEndianAndBig(DType dtype, String hex, float expected) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(dtype.bytes(), bytes.length);
        assertEquals(expected, decode(dtype, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        assertEquals(expected, decode(dtype, ByteBuffer.wrap(reversed).order(ByteOrder.BIG_ENDIAN)));
    }

    private static float decode(DType dtype, ByteBuffer from) {
        FloatBuffer to = FloatBuffer.allocate(1);
        dtype.decode(from, to);
        assertEquals(0, from.remaining());
        return to.get(0);
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value);
    }
}
