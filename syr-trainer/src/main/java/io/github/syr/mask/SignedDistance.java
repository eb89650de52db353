package io.github.syr.mask;

import io.github.syr.image.BinaryMask;

/**
 * Euclidean distances between the centres of pixels: of each pixel to the nearest one of the other kind, negative in
 * the object. As SciPy's {@code distance_transform_edt}, by lower envelopes of parabolas (Felzenszwalb and Huttenlocher
 * 2012), in time linear in the pixels.
 */
public final class SignedDistance {

    private static final double FAR = 1e20;

    private SignedDistance() {}

    /**
     * The distances, row by row, in pixels.
     *
     * @param mask has pixels that belong and others; otherwise all distances are 0
     */
    public static float[] of(BinaryMask mask) {
        int pixels = mask.width() * mask.height();
        float[] distances = new float[pixels];
        if (mask.isEmpty() || mask.area() == pixels) {
            return distances;
        }
        double[] outside = squares(mask, true);
        double[] inside = squares(mask, false);
        for (int i = 0; i < pixels; i++) {
            distances[i] = (float) (Math.sqrt(outside[i]) - Math.sqrt(inside[i]));
        }
        return distances;
    }

    /** Squares of the distances to the nearest pixel of a kind. */
    private static double[] squares(BinaryMask mask, boolean kind) {
        int width = mask.width();
        int height = mask.height();
        double[] squares = new double[width * height];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = mask.bits().get(i) == kind ? 0 : FAR;
        }
        Line line = new Line(Math.max(width, height));
        for (int x = 0; x < width; x++) {
            line.transform(squares, x, width, height);
        }
        for (int y = 0; y < height; y++) {
            line.transform(squares, y * width, 1, width);
        }
        return squares;
    }

    /** The transform of a line of pixels, and what it needs. */
    private static final class Line {

        private final double[] values;
        private final int[] roots; // of the parabolas of the envelope
        private final double[] starts; // from where each is the lowest

        Line(int most) {
            values = new double[most];
            roots = new int[most];
            starts = new double[most + 1];
        }

        void transform(double[] squares, int from, int stride, int length) {
            for (int i = 0; i < length; i++) {
                values[i] = squares[from + i * stride];
            }
            int last = 0;
            roots[0] = 0;
            starts[0] = Double.NEGATIVE_INFINITY;
            starts[1] = Double.POSITIVE_INFINITY;
            for (int i = 1; i < length; i++) {
                double crossing = crossing(roots[last], i);
                while (crossing <= starts[last]) {
                    last--;
                    crossing = crossing(roots[last], i);
                }
                last++;
                roots[last] = i;
                starts[last] = crossing;
                starts[last + 1] = Double.POSITIVE_INFINITY;
            }
            int at = 0;
            for (int i = 0; i < length; i++) {
                while (starts[at + 1] < i) {
                    at++;
                }
                double distance = i - roots[at];
                squares[from + i * stride] = distance * distance + values[roots[at]];
            }
        }

        private double crossing(int a, int b) {
            return (values[b] + (double) b * b - values[a] - (double) a * a) / (2.0 * (b - a));
        }
    }
}
