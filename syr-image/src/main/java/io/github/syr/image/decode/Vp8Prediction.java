package io.github.syr.image.decode;

/**
 * How VP8 guesses a block from the pixels above and left of it (RFC 6386, section 12). Beyond the picture they are 127
 * and 129.
 */
final class Vp8Prediction {

    static final int DC = 0;
    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;
    static final int LEFT_DOWN = 4;
    static final int RIGHT_DOWN = 5;
    static final int VERTICAL_RIGHT = 6;
    static final int VERTICAL_LEFT = 7;
    static final int HORIZONTAL_DOWN = 8;
    static final int HORIZONTAL_UP = 9;

    private static final int ABOVE_ALL = 127;
    private static final int LEFT_OF_ALL = 129;

    private final byte[] plane;
    private final int stride;

    Vp8Prediction(byte[] plane, int stride) {
        this.plane = plane;
        this.stride = stride;
    }

    /** A whole block of luma (16) or colour (8). */
    void whole(int x, int y, int side, int mode) {
        if (mode == DC) {
            fill(x, y, side, mean(x, y, side));
            return;
        }
        for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
                set(
                        x + i,
                        y + j,
                        switch (mode) {
                            case VERTICAL -> pixel(x + i, y - 1);
                            case HORIZONTAL -> pixel(x - 1, y + j);
                            default -> clip8(pixel(x - 1, y + j) + pixel(x + i, y - 1) - pixel(x - 1, y - 1));
                        });
            }
        }
    }

    /** The mean of what there is of the edges; grey where there is none. */
    private int mean(int x, int y, int side) {
        int sum = 0;
        int count = 0;
        for (int i = 0; i < side; i++) {
            sum += (y > 0 ? pixel(x + i, y - 1) : 0) + (x > 0 ? pixel(x - 1, y + i) : 0);
            count += (y > 0 ? 1 : 0) + (x > 0 ? 1 : 0);
        }
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    /**
     * A block of 4 x 4.
     *
     * @param right the four pixels above and to the right of it
     */
    void small(int x, int y, int mode, int[] right) {
        // the edge from the lower left, around the corner (4), to the upper right
        int[] e = new int[13];
        for (int i = 0; i < 4; i++) {
            e[3 - i] = pixel(x - 1, y + i);
            e[5 + i] = pixel(x + i, y - 1);
            e[9 + i] = right[i];
        }
        e[4] = pixel(x - 1, y - 1);
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 4; i++) {
                set(x + i, y + j, small(mode, e, i, j));
            }
        }
    }

    private static int small(int mode, int[] e, int i, int j) {
        return switch (mode) {
            case DC -> e[0] + e[1] + e[2] + e[3] + e[5] + e[6] + e[7] + e[8] + 4 >> 3;
            case TRUE_MOTION -> clip8(e[3 - j] + e[5 + i] - e[4]);
            case VERTICAL -> three(e, 5 + i);
            case HORIZONTAL -> j == 3 ? e[1] + 3 * e[0] + 2 >> 2 : three(e, 3 - j);
            case LEFT_DOWN -> i + j == 6 ? e[11] + 3 * e[12] + 2 >> 2 : three(e, 6 + i + j);
            case RIGHT_DOWN -> three(e, 4 + i - j);
            case VERTICAL_RIGHT -> verticalRight(e, i, j);
            case VERTICAL_LEFT -> verticalLeft(e, i, j);
            case HORIZONTAL_DOWN -> horizontalDown(e, i, j);
            default -> horizontalUp(e, i, j);
        };
    }

    private static int verticalRight(int[] e, int i, int j) {
        int along = 2 * i - j;
        if (along < 0) {
            return along == -1 ? three(e, 4) : three(e, 5 - j);
        }
        return (j & 1) == 0 ? two(e, 4 + i - j / 2) : three(e, 4 + i - j / 2);
    }

    private static int verticalLeft(int[] e, int i, int j) {
        if (i == 3 && j >= 2) {
            return three(e, j == 2 ? 10 : 11);
        }
        int from = 5 + i + j / 2;
        return (j & 1) == 0 ? two(e, from) : three(e, from + 1);
    }

    private static int horizontalDown(int[] e, int i, int j) {
        int along = 2 * j - i;
        if (along < 0) {
            return along == -1 ? three(e, 4) : three(e, 3 + i);
        }
        return (i & 1) == 0 ? two(e, 3 - j + i / 2) : three(e, 4 - j + i / 2);
    }

    private static int horizontalUp(int[] e, int i, int j) {
        int along = i + 2 * j;
        if (along > 5) {
            return e[0];
        } else if (along == 5) {
            return e[1] + 3 * e[0] + 2 >> 2;
        }
        int from = 3 - along / 2;
        return (along & 1) == 0 ? two(e, from - 1) : three(e, from - 1);
    }

    /** The mean of a pixel of the edge and the next. */
    private static int two(int[] e, int at) {
        return e[at] + e[at + 1] + 1 >> 1;
    }

    /** The mean of a pixel of the edge, twice, and those beside it. */
    private static int three(int[] e, int at) {
        return e[at - 1] + 2 * e[at] + e[at + 1] + 2 >> 2;
    }

    private void fill(int x, int y, int side, int value) {
        for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
                set(x + i, y + j, value);
            }
        }
    }

    /** A pixel, or what stands for it beyond the picture; above the picture goes before left of it. */
    int pixel(int x, int y) {
        return y < 0 ? ABOVE_ALL : x < 0 ? LEFT_OF_ALL : plane[y * stride + x] & 0xFF;
    }

    private void set(int x, int y, int value) {
        plane[y * stride + x] = (byte) value;
    }

    static int clip8(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
