package io.github.syr.image;

import java.util.Arrays;

/**
 * Pillow's bilinear resize, to the byte ({@code Resample.c}): a triangle filter, widened where it shrinks, in fixed point;
 * columns first, then rows, 8 bits between them. It is what SAM's preprocessing runs on every image.
 */
public final class PillowResize {

    private static final int PRECISION = 32 - 8 - 2;

    private PillowResize() {}

    /** To a longest side, as SAM's {@code ResizeLongestSide} rounds it. */
    public static RgbImage longestSide(RgbImage image, int side) {
        double scale = (double) side / Math.max(image.width(), image.height());
        return resize(image, (int) (image.width() * scale + .5), (int) (image.height() * scale + .5));
    }

    /** To a width and height in pixels, at least 1 each. Takes, beside the result, memory for width x the old height. */
    public static RgbImage resize(RgbImage image, int width, int height) {
        int w = Math.max(1, width);
        int h = Math.max(1, height);
        byte[] wide = w == image.width() ? image.pixels() : columns(image.pixels(), image.width(), image.height(), w);
        byte[] result = h == image.height() ? wide : rows(wide, w, image.height(), h);
        return new RgbImage(w, h, result == image.pixels() ? result.clone() : result);
    }

    /** The weights of the old values in one new value. */
    private record Taps(int first, int[] weights) {

        static Taps[] of(int in, int out) {
            double scale = (double) in / out;
            double support = Math.max(1, scale);
            Taps[] taps = new Taps[out];
            for (int o = 0; o < out; o++) {
                double centre = (o + .5) * scale;
                int first = Math.max(0, (int) (centre - support + .5));
                int last = Math.min(in, (int) (centre + support + .5));
                double[] exact = new double[last - first];
                double sum = 0;
                for (int i = 0; i < exact.length; i++) {
                    exact[i] = Math.max(0, 1 - Math.abs((i + first - centre + .5) * (1 / support)));
                    sum += exact[i];
                }
                int[] weights = new int[exact.length];
                for (int i = 0; i < exact.length; i++) {
                    weights[i] = (int) (.5 + exact[i] / sum * (1 << PRECISION));
                }
                taps[o] = new Taps(first, weights);
            }
            return taps;
        }
    }

    private static byte[] columns(byte[] from, int width, int height, int newWidth) {
        byte[] to = new byte[3 * newWidth * height];
        Taps[] taps = Taps.of(width, newWidth);
        for (int y = 0; y < height; y++) {
            int row = 3 * y * width;
            int at = 3 * y * newWidth;
            for (Taps tap : taps) {
                int r = 1 << PRECISION - 1;
                int g = r;
                int b = r;
                int source = row + 3 * tap.first();
                for (int weight : tap.weights()) {
                    r += (from[source++] & 0xFF) * weight;
                    g += (from[source++] & 0xFF) * weight;
                    b += (from[source++] & 0xFF) * weight;
                }
                to[at++] = clip(r);
                to[at++] = clip(g);
                to[at++] = clip(b);
            }
        }
        return to;
    }

    private static byte[] rows(byte[] from, int width, int height, int newHeight) {
        byte[] to = new byte[3 * width * newHeight];
        Taps[] taps = Taps.of(height, newHeight);
        int[] sums = new int[3 * width];
        for (int y = 0; y < newHeight; y++) {
            Arrays.fill(sums, 1 << PRECISION - 1);
            int source = 3 * width * taps[y].first();
            for (int weight : taps[y].weights()) {
                for (int x = 0; x < sums.length; x++) {
                    sums[x] += (from[source + x] & 0xFF) * weight;
                }
                source += sums.length;
            }
            for (int x = 0; x < sums.length; x++) {
                to[y * sums.length + x] = clip(sums[x]);
            }
        }
        return to;
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value >> PRECISION));
    }
}
