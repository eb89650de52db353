package io.github.syr.mask;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.util.BitSet;

/**
 * Masks laid over their image, for the eye. Pictures larger than {@link #LONGEST_SIDE} are shrunk to it, so that a
 * report of many stays small.
 */
public final class Overlay {

    /** The bound on an overlay's longest side, in pixels. */
    public static final int LONGEST_SIDE = 1024;

    /** Predicted and true: green. */
    public static final int HIT = 0x2E9E4F;

    /** True and not predicted: blue. */
    public static final int MISSED = 0x2F6FDE;

    /** Predicted and not true: red. */
    public static final int ADDED = 0xE0352B;

    /** The share of the colour inside a mask, per cent; its contour is all colour. */
    private static final int TINT = 40;

    private Overlay() {}

    /**
     * The image with one mask: tinted, with its contour.
     *
     * @param colour 0xRRGGBB
     * @throws IllegalArgumentException if the mask is of another size than the image
     */
    public static RgbImage of(RgbImage image, BinaryMask mask, int colour) {
        requireSameSize(image, mask);
        RgbImage canvas = canvas(image);
        BinaryMask small = MaskResize.nearest(mask, canvas.width(), canvas.height());
        tint(canvas, small, colour, TINT);
        tint(canvas, contour(small), colour, 100);
        return canvas;
    }

    /**
     * The image with what a prediction got right ({@link #HIT}), missed ({@link #MISSED}) and added ({@link #ADDED}),
     * and the true mask's contour.
     *
     * @param image drawn on; see {@link #canvas}
     * @param truth of the size of the original image, as is {@code predicted}
     * @throws IllegalArgumentException if a mask doesn't fit the canvas
     */
    public static RgbImage errors(RgbImage image, BinaryMask truth, BinaryMask predicted) {
        RgbImage canvas =
                new RgbImage(image.width(), image.height(), image.pixels().clone());
        if (!Size.of(truth).atMost(LONGEST_SIDE).equals(Size.of(canvas))
                || !Size.of(predicted).equals(Size.of(truth))) {
            throw new IllegalArgumentException("masks of " + Size.of(truth) + " and " + Size.of(predicted)
                    + " do not fit a canvas of " + Size.of(canvas));
        }
        BinaryMask wanted = MaskResize.nearest(truth, canvas.width(), canvas.height());
        BinaryMask found = MaskResize.nearest(predicted, canvas.width(), canvas.height());
        byte[] pixels = canvas.pixels();
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                boolean isWanted = wanted.get(x, y);
                boolean isFound = found.get(x, y);
                if (isWanted && isFound) {
                    blend(pixels, 3 * (y * canvas.width() + x), HIT, TINT);
                } else if (isWanted || isFound) {
                    // errors are what one looks for, and thin: twice the colour
                    blend(pixels, 3 * (y * canvas.width() + x), isWanted ? MISSED : ADDED, 2 * TINT);
                }
            }
        }
        tint(canvas, contour(wanted), HIT, 100);
        return canvas;
    }

    private static void requireSameSize(RgbImage image, BinaryMask mask) {
        if (!Size.of(image).equals(Size.of(mask))) {
            throw new IllegalArgumentException(
                    "a mask of " + Size.of(mask) + " does not fit an image of " + Size.of(image));
        }
    }

    /** What overlays of an image are drawn on: the image, at most {@link #LONGEST_SIDE} long. */
    public static RgbImage canvas(RgbImage image) {
        Size size = Size.of(image).atMost(LONGEST_SIDE);
        RgbImage small = PillowResize.resize(image, size.width(), size.height());
        return new RgbImage(small.width(), small.height(), small.pixels().clone());
    }

    /** The pixels of a mask beside its border, one of 400 of the longest side wide. */
    private static BinaryMask contour(BinaryMask mask) {
        BinaryMask contour =
                new BinaryMask(mask.width(), mask.height(), (BitSet) mask.bits().clone());
        int width = Math.max(1, Math.max(mask.width(), mask.height()) / 400);
        contour.bits().andNot(MaskOps.erode(mask, width).bits());
        return contour;
    }

    private static void tint(RgbImage image, BinaryMask mask, int colour, int percent) {
        for (int i = mask.bits().nextSetBit(0); i >= 0; i = mask.bits().nextSetBit(i + 1)) {
            blend(image.pixels(), 3 * i, colour, percent);
        }
    }

    private static void blend(byte[] pixels, int at, int colour, int percent) {
        for (int band = 0; band < 3; band++) {
            int paint = colour >> (16 - 8 * band) & 0xFF;
            pixels[at + band] = (byte) (((pixels[at + band] & 0xFF) * (100 - percent) + paint * percent + 50) / 100);
        }
    }
}
