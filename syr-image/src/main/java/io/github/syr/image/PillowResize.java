package io.github.syr.image;

import java.util.Arrays;

/**
 * Pillow's {@code Image.resize(size, BILINEAR)} for 8-bit RGB, byte for byte.
 *
 * <p>A port of Pillow's {@code libImaging/Resample.c}: a triangle filter whose support grows with the scale when
 * shrinking, coefficients in fixed point, the horizontal pass first, rounded to bytes, then the vertical one. Segment
 * Anything's images go through this filter (torchvision's resize of a PIL image), and another filter moves the logits.
 *
 * <p>Besides the source and the result it holds the intermediate image, 3 x new width x old height bytes: 18 MB for
 * 6000 x 4000 pixels brought to 1024.
 */
public final class PillowResize {

    private static final int BANDS = 3;
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION_BITS - 1);

    private PillowResize() {}

    /** Brings the longest side to {@code side}; see {@link Size#longestSide}. */
    public static RgbImage longestSide(RgbImage image, int side) {
        Size size = Size.of(image).longestSide(side);
        return resize(image, size.width(), size.height());
    }

    /** Brings an image to a size; the image itself where it has that size already. */
    public static RgbImage resize(RgbImage image, int width, int height) {
        RgbImage wide = width == image.width() ? image : horizontally(image, width);
        return height == image.height() ? wide : vertically(wide, height);
    }

    private static RgbImage horizontally(RgbImage image, int width) {
        Kernel kernel = Kernel.of(image.width(), width);
        byte[] in = image.pixels();
        byte[] out = new byte[Math.multiplyExact(BANDS * width, image.height())];
        int to = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width() * BANDS;
            for (int x = 0; x < width; x++) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int from = row + kernel.first[x] * BANDS;
                int end = x * kernel.stride + kernel.count[x];
                for (int k = x * kernel.stride; k < end; k++, from += BANDS) {
                    int weight = kernel.weights[k];
                    red += (in[from] & 0xFF) * weight;
                    green += (in[from + 1] & 0xFF) * weight;
                    blue += (in[from + 2] & 0xFF) * weight;
                }
                out[to] = clip8(red);
                out[to + 1] = clip8(green);
                out[to + 2] = clip8(blue);
                to += BANDS;
            }
        }
        return new RgbImage(width, image.height(), out);
    }

    private static RgbImage vertically(RgbImage image, int height) {
        Kernel kernel = Kernel.of(image.height(), height);
        int stride = image.width() * BANDS;
        byte[] in = image.pixels();
        byte[] out = new byte[Math.multiplyExact(stride, height)];
        // a row of sums at a time, so that memory is read in order
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            for (int k = 0; k < kernel.count[y]; k++) {
                int weight = kernel.weights[y * kernel.stride + k];
                int from = (kernel.first[y] + k) * stride;
                for (int x = 0; x < stride; x++) {
                    sums[x] += (in[from + x] & 0xFF) * weight;
                }
            }
            int to = y * stride;
            for (int x = 0; x < stride; x++) {
                out[to + x] = clip8(sums[x]);
            }
        }
        return new RgbImage(image.width(), height, out);
    }

    private static byte clip8(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /**
     * Which pixels of the source make one of the result, and by what weight ({@code precompute_coeffs} and
     * {@code normalize_coeffs_8bpc}).
     *
     * @param stride distance between the weights of two results
     * @param first per result, the first pixel of the source
     * @param count per result, how many pixels of the source
     * @param weights fixed point, of PRECISION_BITS bits behind the point
     */
    private record Kernel(int stride, int[] first, int[] count, int[] weights) {

        static Kernel of(int from, int to) {
            double scale = (double) from / to;
            double filterScale = Math.max(1.0, scale);
            double support = filterScale;
            int stride = (int) Math.ceil(support) * 2 + 1;
            int[] first = new int[to];
            int[] count = new int[to];
            int[] weights = new int[Math.multiplyExact(to, stride)];
            double[] exact = new double[stride];
            double inverse = 1.0 / filterScale;
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                // casts cut towards zero, as C's do
                int start = Math.max(0, (int) (centre - support + 0.5));
                int length = Math.min(from, (int) (centre + support + 0.5)) - start;
                double total = 0.0;
                for (int k = 0; k < length; k++) {
                    exact[k] = triangle((k + start - centre + 0.5) * inverse);
                    total += exact[k];
                }
                for (int k = 0; k < length; k++) {
                    double share = total != 0.0 ? exact[k] / total : exact[k];
                    weights[i * stride + k] = (int) (0.5 + share * (1 << PRECISION_BITS));
                }
                first[i] = start;
                count[i] = length;
            }
            return new Kernel(stride, first, count, weights);
        }

        private static double triangle(double x) {
            double distance = Math.abs(x);
            return distance < 1.0 ? 1.0 - distance : 0.0;
        }
    }
}
