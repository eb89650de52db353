package io.github.syr.image.decode;

/** VP8's transforms back from coefficients (RFC 6386, section 14). */
final class Vp8Residual {

    private Vp8Residual() {}

    /** Walsh-Hadamard: 16 second-order coefficients to the first coefficients of 16 blocks, each 16 apart. */
    static void walsh(int[] in, int[] blocks) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[i] + in[12 + i];
            int b = in[4 + i] + in[8 + i];
            int c = in[4 + i] - in[8 + i];
            int d = in[i] - in[12 + i];
            t[i] = a + b;
            t[4 + i] = d + c;
            t[8 + i] = a - b;
            t[12 + i] = d - c;
        }
        for (int i = 0; i < 4; i++) {
            int first = t[4 * i] + 3;
            int a = first + t[4 * i + 3];
            int b = t[4 * i + 1] + t[4 * i + 2];
            int c = t[4 * i + 1] - t[4 * i + 2];
            int d = first - t[4 * i + 3];
            blocks[64 * i] = a + b >> 3;
            blocks[64 * i + 16] = d + c >> 3;
            blocks[64 * i + 32] = a - b >> 3;
            blocks[64 * i + 48] = d - c >> 3;
        }
    }

    /** Cosines: adds what 16 coefficients give to 4 x 4 pixels. */
    static void add(int[] in, int from, byte[] plane, int at, int stride) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[from + i] + in[from + 8 + i];
            int b = in[from + i] - in[from + 8 + i];
            int c = small(in[from + 4 + i]) - large(in[from + 12 + i]);
            int d = large(in[from + 4 + i]) + small(in[from + 12 + i]);
            t[4 * i] = a + d;
            t[4 * i + 1] = b + c;
            t[4 * i + 2] = b - c;
            t[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int first = t[i] + 4;
            int a = first + t[8 + i];
            int b = first - t[8 + i];
            int c = small(t[4 + i]) - large(t[12 + i]);
            int d = large(t[4 + i]) + small(t[12 + i]);
            int row = at + i * stride;
            put(plane, row, a + d);
            put(plane, row + 1, b + c);
            put(plane, row + 2, b - c);
            put(plane, row + 3, a - d);
        }
    }

    /** By sqrt(2) cos(pi / 8). */
    private static int large(int value) {
        return (value * 20091 >> 16) + value;
    }

    /** By sqrt(2) sin(pi / 8). */
    private static int small(int value) {
        return value * 35468 >> 16;
    }

    private static void put(byte[] plane, int at, int value) {
        plane[at] = (byte) Vp8Prediction.clip8((plane[at] & 0xFF) + (value >> 3));
    }
}
