package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.mask.MaskResize;
import io.github.syr.mask.Overlay;
import java.util.List;

/**
 * Lays all masks of an image over it, each in a colour of its own, at most {@link Overlay#LONGEST_SIDE} pixels long.
 */
final class OverlayPainter {

    private static final int[] COLOURS = {Overlay.HIT, Overlay.MISSED, Overlay.ADDED, 0xE0A21B, 0x8E3FBF, 0x17A2A8};

    private OverlayPainter() {}

    static RgbImage paint(RgbImage image, List<BinaryMask> masks) {
        Size size = Size.of(image).atMost(Overlay.LONGEST_SIDE);
        RgbImage canvas = PillowResize.resize(image, size.width(), size.height());
        for (int i = 0; i < masks.size(); i++) {
            BinaryMask small = MaskResize.nearest(masks.get(i), size.width(), size.height());
            canvas = Overlay.of(canvas, small, COLOURS[i % COLOURS.length]);
        }
        return canvas;
    }
}
