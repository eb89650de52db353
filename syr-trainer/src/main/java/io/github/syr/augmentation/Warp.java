package io.github.syr.augmentation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.util.BitSet;

/**
 * Images and masks as a view shows them. Outside of the image its border goes on; no mask does.
 *
 * @param size of the result
 */
record Warp(View view, Size size) {

    private static final int BANDS = 3;

    /** The image, bilinearly: for sizes that don't shrink it. */
    RgbImage of(RgbImage image) {
        byte[] out = new byte[BANDS * size.width() * size.height()];
        for (int y = 0; y < size.height(); y++) {
            double py = py(y + .5);
            for (int x = 0; x < size.width(); x++) {
                double px = px(x + .5);
                put(image, view.x(px, py) - .5, view.y(px, py) - .5, out, BANDS * (y * size.width() + x));
            }
        }
        return new RgbImage(size.width(), size.height(), out);
    }

    private double px(double x) {
        return view.rectangle().x0() + x * view.rectangle().width() / size.width();
    }

    private double py(double y) {
        return view.rectangle().y0() + y * view.rectangle().height() / size.height();
    }

    private static void put(RgbImage image, double x, double y, byte[] out, int to) {
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
            out[to + band] = (byte) (int) (upper * (1 - fy) + lower * fy + .5);
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
}
