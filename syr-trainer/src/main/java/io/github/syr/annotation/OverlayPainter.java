package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.mask.MaskResize;
import io.github.syr.mask.Overlay;

/**
 * Lays all masks of an image over it, each in a colour of its own, at most {@link Overlay#LONGEST_SIDE} pixels long.
 */
final class OverlayPainter {

    private static final int[] COLOURS = {Overlay.HIT, Overlay.MISSED, Overlay.ADDED, 0xE0A21B, 0x8E3FBF, 0x17A2A8};

    private RgbImage canvas;
    private int masks;

    OverlayPainter(RgbImage image) {
        Size size = Size.of(image).atMost(Overlay.LONGEST_SIDE);
        canvas = PillowResize.resize(image, size.width(), size.height());
    }

    /** Lays a further mask over the image; it is not kept. */
    void add(BinaryMask mask) {
        BinaryMask small = MaskResize.nearest(mask, canvas.width(), canvas.height());
        canvas = Overlay.of(canvas, small, COLOURS[masks++ % COLOURS.length]);
    }

    /** The image with the masks so far. */
    RgbImage painted() {
        return canvas;
    }
}
