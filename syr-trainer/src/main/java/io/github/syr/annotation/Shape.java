package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Something with an area, in pixels of the upright image: the first pixel reaches from 0 to 1, its centre is at 0.5. A
 * pixel belongs to a shape if its centre is inside.
 */
sealed interface Shape {

    /** The pixels of an image of this size that belong; what lies outside the image is cut off. */
    BitSet pixels(int width, int height);

    /** Whether there is an image large enough for it to have a pixel: false for a line, a point, nothing. */
    boolean hasArea();

    /**
     * A closed polygon, even-odd where it crosses itself. A centre exactly on an edge belongs if the inside lies to the
     * right of it or below, so that polygons that share an edge share no pixel, and the rectangle from (2, 3) to (5, 7)
     * has 3 x 4 pixels.
     *
     * @param x of the corners
     * @param y of the corners, as many
     */
    record Polygon(double[] x, double[] y) implements Shape {

        @Override
        public BitSet pixels(int width, int height) {
            BitSet pixels = new BitSet(width * height);
            long[] byFirstRow = edgesByFirstRow(height);
            int[] active = new int[x.length];
            double[] crossings = new double[x.length];
            int count = 0;
            int next = 0;
            int last = firstCentreFrom(max(y), height);
            for (int row = firstCentreFrom(min(y), height); row < last; row++) {
                while (next < byFirstRow.length && byFirstRow[next] >>> 32 <= row) {
                    active[count++] = (int) byFirstRow[next++];
                }
                int n = 0;
                for (int k = 0; k < count; k++) {
                    if (crosses(active[k], row + 0.5)) {
                        crossings[n] = crossing(active[k], row + 0.5);
                        active[n++] = active[k];
                    }
                }
                count = n;
                Arrays.sort(crossings, 0, n);
                for (int i = 0; i + 1 < n; i += 2) {
                    int from = firstCentreFrom(crossings[i], width);
                    int to = firstCentreFrom(crossings[i + 1], width);
                    pixels.set(row * width + from, row * width + to);
                }
            }
            return pixels;
        }

        /** The first row of each edge that crosses any, in the upper half; the edge's number in the lower. */
        private long[] edgesByFirstRow(int height) {
            long[] edges = new long[x.length];
            int n = 0;
            for (int i = 0; i < x.length; i++) {
                int first = firstCentreFrom(Math.min(y[i], y[before(i)]), height);
                if (first < firstCentreFrom(Math.max(y[i], y[before(i)]), height)) {
                    edges[n++] = (long) first << 32 | i;
                }
            }
            Arrays.sort(edges, 0, n);
            return Arrays.copyOf(edges, n);
        }

        /** How often its edges cross the centres of an image's rows: what drawing it takes. */
        long crossings(int height) {
            long crossings = 0;
            for (int i = 0; i < x.length; i++) {
                crossings += firstCentreFrom(Math.max(y[i], y[before(i)]), height)
                        - firstCentreFrom(Math.min(y[i], y[before(i)]), height);
            }
            return crossings;
        }

        /** Whether no line goes through all corners, and a centre of a column and one of a row lie between them. */
        @Override
        public boolean hasArea() {
            if (x.length < 3
                    || Math.ceil(min(x) - 0.5) >= Math.ceil(max(x) - 0.5)
                    || Math.ceil(min(y) - 0.5) >= Math.ceil(max(y) - 0.5)) {
                return false;
            }
            int other = 1;
            while (x[other] == x[0] && y[other] == y[0]) {
                other++; // there is one: the corners have an extent
            }
            for (int i = 0; i < x.length; i++) {
                if ((x[other] - x[0]) * (y[i] - y[0]) != (y[other] - y[0]) * (x[i] - x[0])) {
                    return true;
                }
            }
            return false;
        }

        /** Whether all corners of another polygon lie inside. */
        boolean encloses(Polygon other) {
            double[] crossings = new double[x.length];
            for (int i = 0; i < other.x.length; i++) {
                double corner = other.x[i];
                int n = crossings(other.y[i], crossings);
                if (Arrays.stream(crossings, 0, n).filter(at -> at < corner).count() % 2 == 0) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Where edges cross a horizontal line. Each edge owns its upper end and not its lower one, so their number is
         * even.
         */
        private int crossings(double line, double[] into) {
            int n = 0;
            for (int i = 0; i < x.length; i++) {
                if (crosses(i, line)) {
                    into[n++] = crossing(i, line);
                }
            }
            return n;
        }

        /** The corner that the edge to a corner comes from. */
        private int before(int corner) {
            return corner == 0 ? x.length - 1 : corner - 1;
        }

        private boolean crosses(int edge, double line) {
            double one = y[edge];
            double other = y[before(edge)];
            return Math.min(one, other) <= line && line < Math.max(one, other);
        }

        private double crossing(int edge, double line) {
            int upper = y[edge] <= y[before(edge)] ? edge : before(edge);
            int lower = edge + before(edge) - upper;
            // multiplied before it is divided: exact wherever the result can be
            return x[upper] + (line - y[upper]) * (x[lower] - x[upper]) / (y[lower] - y[upper]);
        }

        /** The first pixel whose centre isn't before a coordinate, within 0 and the number of pixels. */
        private static int firstCentreFrom(double coordinate, int pixels) {
            return (int) Math.max(0, Math.min(pixels, Math.ceil(coordinate - 0.5)));
        }

        private static double min(double[] values) {
            return Arrays.stream(values).min().orElseThrow();
        }

        private static double max(double[] values) {
            return Arrays.stream(values).max().orElseThrow();
        }
    }

    /** The rectangle between two corners. */
    static Polygon rectangle(double x0, double y0, double x1, double y1) {
        return new Polygon(new double[] {x0, x1, x1, x0}, new double[] {y0, y0, y1, y1});
    }

    /**
     * An ellipse, its edge included.
     *
     * @param rx the radius along the first axis
     * @param ry the radius along the second axis
     * @param theta by how much the first axis is turned from x towards y, radians
     */
    record Ellipse(double cx, double cy, double rx, double ry, double theta) implements Shape {

        @Override
        public boolean hasArea() {
            return rx > 0 && ry > 0;
        }

        @Override
        public BitSet pixels(int width, int height) {
            BitSet pixels = new BitSet(width * height);
            double cos = StrictMath.cos(theta);
            double sin = StrictMath.sin(theta);
            double reach = Math.max(rx, ry);
            int x0 = (int) Math.max(0, Math.floor(cx - reach));
            int x1 = (int) Math.min(width - 1, Math.ceil(cx + reach));
            int y0 = (int) Math.max(0, Math.floor(cy - reach));
            int y1 = (int) Math.min(height - 1, Math.ceil(cy + reach));
            for (int row = y0; row <= y1; row++) {
                for (int column = x0; column <= x1; column++) {
                    double dx = column + 0.5 - cx;
                    double dy = row + 0.5 - cy;
                    double u = (dx * cos + dy * sin) / rx;
                    double v = (dy * cos - dx * sin) / ry;
                    if (u * u + v * v <= 1) {
                        pixels.set(row * width + column);
                    }
                }
            }
            return pixels;
        }
    }

    /**
     * A small mask somewhere on the image.
     *
     * @param left the image's column of the mask's first one
     * @param top the image's row of the mask's first one
     * @param hasArea whether the mask has a pixel
     * @param source makes the mask, whenever it is drawn
     */
    record Patch(int left, int top, boolean hasArea, Supplier<BinaryMask> source) implements Shape {

        @Override
        public BitSet pixels(int width, int height) {
            BinaryMask mask = source.get();
            BitSet pixels = new BitSet(width * height);
            for (int row = 0; row < mask.height(); row++) {
                for (int column = 0; column < mask.width(); column++) {
                    int x = left + column;
                    int y = top + row;
                    if (x >= 0 && x < width && y >= 0 && y < height && mask.get(column, row)) {
                        pixels.set(y * width + x);
                    }
                }
            }
            return pixels;
        }
    }
}
