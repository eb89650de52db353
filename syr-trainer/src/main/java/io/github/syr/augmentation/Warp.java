package io.github.syr.augmentation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.util.BitSet;
import java.util.List;

/**
 * Images and masks as a view shows them. Outside of the image its border goes on; no mask does.
 *
 * @param size of the result
 */
record Warp(View view, Size size) {

    private static final int BANDS = 3;

    /** Samples a pixel and axis, at most: a view that is shrunk further than that has lost its detail anyway. */
    private static final int MOST_SAMPLES = 4;

    /** The image: the mean of bilinear samples, as many a pixel as the image has pixels in it. */
    RgbImage of(RgbImage image) {
        int n = samples();
        byte[] out = new byte[BANDS * size.width() * size.height()];
        double[] sum = new double[BANDS];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                sum[0] = sum[1] = sum[2] = 0;
                for (int i = 0; i < n * n; i++) {
                    double px = px(x + (i % n + .5) / n);
                    double py = py(y + (i / n + .5) / n);
                    add(image, view.x(px, py) - .5, view.y(px, py) - .5, sum);
                }
                int to = BANDS * (y * size.width() + x);
                for (int band = 0; band < BANDS; band++) {
                    out[to + band] = (byte) (int) (sum[band] / (n * n) + .5);
                }
            }
        }
        return new RgbImage(size.width(), size.height(), out);
    }

    private int samples() {
        double shrunk = Math.max(
                view.rectangle().width() / size.width(), view.rectangle().height() / size.height());
        return (int) Math.max(1, Math.min(MOST_SAMPLES, Math.ceil(shrunk - 1e-9)));
    }

    private double px(double x) {
        return view.rectangle().x0() + x * view.rectangle().width() / size.width();
    }

    private double py(double y) {
        return view.rectangle().y0() + y * view.rectangle().height() / size.height();
    }

    private static void add(RgbImage image, double x, double y, double[] sum) {
        double cx = Math.max(0, Math.min(image.width() - 1, x));
        double cy = Math.max(0, Math.min(image.height() - 1, y));
        int x0 = (int) cx;
        int y0 = (int) cy;
        int right = x0 + 1 < image.width() ? BANDS : 0;
        int below = y0 + 1 < image.height() ? BANDS * image.width() : 0;
        double fx = cx - x0;
        double fy = cy - y0;
        byte[] pixels = image.pixels();
        int at = BANDS * (y0 * image.width() + x0);
        for (int band = 0; band < BANDS; band++, at++) {
            double upper = (pixels[at] & 0xFF) * (1 - fx) + (pixels[at + right] & 0xFF) * fx;
            double lower = (pixels[at + below] & 0xFF) * (1 - fx) + (pixels[at + below + right] & 0xFF) * fx;
            sum[band] += upper * (1 - fy) + lower * fy;
        }
    }

    /** A mask: what lies at each pixel's centre, so that a hole stays as wide as it is. */
    BinaryMask of(BinaryMask mask) {
        BinaryMask out = new BinaryMask(size.width(), size.height());
        BitSet bits = out.bits();
        for (int y = 0; y < size.height(); y++) {
            double py = py(y + .5);
            for (int x = 0; x < size.width(); x++) {
                if (belongs(mask, px(x + .5), py)) {
                    bits.set(y * size.width() + x);
                }
            }
        }
        return out;
    }

    private boolean belongs(BinaryMask mask, double px, double py) {
        double x = view.x(px, py);
        double y = view.y(px, py);
        return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.get((int) x, (int) y);
    }

    /** The share of each pixel that lies in one of the masks, 0 to 1, row by row. */
    float[] coverage(List<BinaryMask> masks) {
        int n = Math.max(2, samples());
        float[] coverage = new float[size.width() * size.height()];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int inside = 0;
                for (int i = 0; i < n * n; i++) {
                    double px = px(x + (i % n + .5) / n);
                    double py = py(y + (i / n + .5) / n);
                    inside += masks.stream().anyMatch(mask -> belongs(mask, px, py)) ? 1 : 0;
                }
                coverage[y * size.width() + x] = (float) inside / (n * n);
            }
        }
        return coverage;
    }
}
