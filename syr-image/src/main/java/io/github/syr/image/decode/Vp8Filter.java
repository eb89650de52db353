package io.github.syr.image.decode;

/** VP8's smoothing of the edges between blocks (RFC 6386, section 15), on one plane. */
final class Vp8Filter {

    private final byte[] plane;
    private final int stride;

    Vp8Filter(byte[] plane, int stride) {
        this.plane = plane;
        this.stride = stride;
    }

    /**
     * How a macroblock is filtered.
     *
     * @param limit of the difference over an edge; 0 where nothing is filtered
     * @param interior limit of the differences beside it
     * @param variance above which an edge is taken for a real one
     * @param isInner whether the edges within the macroblock are filtered too
     */
    record Strength(int limit, int interior, int variance, boolean isInner) {}

    /** Filters a whole picture, one macroblock after the other; the simple filter leaves colour as it is. */
    static void smooth(Vp8Picture picture, int columns, Strength[] strengths, boolean isSimple) {
        Vp8Filter luma = new Vp8Filter(picture.luma(), picture.lumaStride());
        Vp8Filter blue = new Vp8Filter(picture.blue(), picture.colourStride());
        Vp8Filter red = new Vp8Filter(picture.red(), picture.colourStride());
        for (int i = 0; i < strengths.length; i++) {
            int x = i % columns;
            int y = i / columns;
            if (strengths[i].limit() == 0) {
                continue;
            } else if (isSimple) {
                luma.simple(16 * x, 16 * y, strengths[i]);
            } else {
                luma.normal(16 * x, 16 * y, 16, strengths[i]);
                blue.normal(8 * x, 8 * y, 8, strengths[i]);
                red.normal(8 * x, 8 * y, 8, strengths[i]);
            }
        }
    }

    /** The simple filter, on the edges of one macroblock of luma. */
    private void simple(int x, int y, Strength strength) {
        int at = y * stride + x;
        for (int edge = 0; edge < 16; edge += 4) {
            if (edge == 0 ? x > 0 : strength.isInner()) {
                simpleEdge(at + edge, 1, stride, limit(strength, edge));
            }
        }
        for (int edge = 0; edge < 16; edge += 4) {
            if (edge == 0 ? y > 0 : strength.isInner()) {
                simpleEdge(at + edge * stride, stride, 1, limit(strength, edge));
            }
        }
    }

    /** The normal filter, on the edges of one macroblock of luma (16) or colour (8). */
    private void normal(int x, int y, int side, Strength strength) {
        int at = y * stride + x;
        for (int edge = 0; edge < side; edge += 4) {
            if (edge == 0 ? x > 0 : strength.isInner()) {
                normalEdge(at + edge, 1, stride, side, edge == 0, strength);
            }
        }
        for (int edge = 0; edge < side; edge += 4) {
            if (edge == 0 ? y > 0 : strength.isInner()) {
                normalEdge(at + edge * stride, stride, 1, side, edge == 0, strength);
            }
        }
    }

    private static int limit(Strength strength, int edge) {
        return 2 * (strength.limit() + (edge == 0 ? 4 : 0)) + 1;
    }

    private void simpleEdge(int from, int across, int along, int limit) {
        for (int i = 0; i < 16; i++) {
            int at = from + i * along;
            if (isWithin(at, across, limit)) {
                two(at, across);
            }
        }
    }

    private void normalEdge(int from, int across, int along, int side, boolean isOuter, Strength strength) {
        int limit = limit(strength, isOuter ? 0 : 4);
        for (int i = 0; i < side; i++) {
            int at = from + i * along;
            if (!isWithin(at, across, limit) || !isSmooth(at, across, strength.interior())) {
                continue;
            }
            if (step(at, -2, -1, across) > strength.variance() || step(at, 1, 0, across) > strength.variance()) {
                two(at, across);
            } else if (isOuter) {
                six(at, across);
            } else {
                four(at, across);
            }
        }
    }

    private boolean isWithin(int at, int across, int limit) {
        return 4 * step(at, -1, 0, across) + step(at, -2, 1, across) <= limit;
    }

    private boolean isSmooth(int at, int across, int limit) {
        return step(at, -4, -3, across) <= limit
                && step(at, -3, -2, across) <= limit
                && step(at, -2, -1, across) <= limit
                && step(at, 3, 2, across) <= limit
                && step(at, 2, 1, across) <= limit
                && step(at, 1, 0, across) <= limit;
    }

    private int step(int at, int a, int b, int across) {
        return Math.abs(pixel(at + a * across) - pixel(at + b * across));
    }

    private void two(int at, int across) {
        int a = 3 * difference(at, -1, 0, across) + clip7(difference(at, -2, 1, across));
        add(at - across, clip4(a + 3 >> 3));
        add(at, -clip4(a + 4 >> 3));
    }

    private void four(int at, int across) {
        int a = 3 * difference(at, -1, 0, across);
        int near = clip4(a + 4 >> 3);
        int far = near + 1 >> 1;
        add(at - 2 * across, far);
        add(at - across, clip4(a + 3 >> 3));
        add(at, -near);
        add(at + across, -far);
    }

    private void six(int at, int across) {
        int a = clip7(3 * difference(at, -1, 0, across) + clip7(difference(at, -2, 1, across)));
        for (int i = 0; i < 3; i++) {
            int share = (27 - 9 * i) * a + 63 >> 7;
            add(at - (i + 1) * across, share);
            add(at + i * across, -share);
        }
    }

    /** The second pixel less the first, or the first less the second where it is the outer one: p1 - q1, q0 - p0. */
    private int difference(int at, int a, int b, int across) {
        int difference = pixel(at + b * across) - pixel(at + a * across);
        return b == 0 ? difference : -difference;
    }

    private int pixel(int at) {
        return plane[at] & 0xFF;
    }

    private void add(int at, int value) {
        plane[at] = (byte) Vp8Prediction.clip8(pixel(at) + value);
    }

    private static int clip7(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    private static int clip4(int value) {
        return Math.max(-16, Math.min(15, value));
    }
}
