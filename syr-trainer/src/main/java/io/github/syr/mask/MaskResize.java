package io.github.syr.mask;

import io.github.syr.image.BinaryMask;
import java.util.BitSet;

/**
 * Brings masks to another size by the nearest pixel: a pixel of the result is what lies at its centre in the source, at
 * ((x + 0.5) * old width / new width, likewise y). A mask stays a mask, and no edge is moved by more than half a pixel
 * of the coarser grid.
 */
public final class MaskResize {

    private MaskResize() {}

    /** Brings a mask to a size; the mask itself where it has that size already. */
    public static BinaryMask nearest(BinaryMask mask, int width, int height) {
        if (width == mask.width() && height == mask.height()) {
            return mask;
        }
        int[] columns = centres(mask.width(), width);
        int[] rows = centres(mask.height(), height);
        BitSet in = mask.bits();
        BinaryMask resized = new BinaryMask(width, height);
        BitSet out = resized.bits();
        for (int y = 0; y < height; y++) {
            int row = rows[y] * mask.width();
            for (int x = 0; x < width; x++) {
                if (in.get(row + columns[x])) {
                    out.set(y * width + x);
                }
            }
        }
        return resized;
    }

    /** floor((i + 0.5) * from / to) in whole numbers: no rounding error decides a pixel. */
    private static int[] centres(int from, int to) {
        int[] centres = new int[to];
        for (int i = 0; i < to; i++) {
            centres[i] = (int) ((2L * i + 1) * from / (2L * to));
        }
        return centres;
    }
}
