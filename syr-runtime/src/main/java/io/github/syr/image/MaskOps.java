package io.github.syr.image;

import java.util.ArrayDeque;
import java.util.BitSet;

/** Holes and boundaries of masks. */
public final class MaskOps {

    private MaskOps() {}

    /**
     * The pixels in a mask's holes: 4-connected components of background that don't touch the border and have at least 0.1 % of
     * the mask's box's area.
     */
    public static BinaryMask holes(BinaryMask mask) {
        int w = mask.width();
        int h = mask.height();
        BitSet holes = new BitSet(w * h);
        if (mask.isEmpty()) {
            return new BinaryMask(w, h, holes);
        }
        Box box = mask.box().orElseThrow();
        double least = .001 * box.width() * box.height();
        BitSet seen = (BitSet) mask.bits().clone();
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int start = seen.nextClearBit(0); start < w * h; start = seen.nextClearBit(start)) {
            BitSet component = new BitSet();
            boolean border = false;
            queue.add(start);
            seen.set(start);
            while (!queue.isEmpty()) {
                int at = queue.poll();
                component.set(at);
                int x = at % w;
                int y = at / w;
                border |= x == 0 || y == 0 || x == w - 1 || y == h - 1;
                visit(x > 0, at - 1, seen, queue);
                visit(x < w - 1, at + 1, seen, queue);
                visit(y > 0, at - w, seen, queue);
                visit(y < h - 1, at + w, seen, queue);
            }
            if (!border && component.cardinality() >= least) {
                holes.or(component);
            }
        }
        return new BinaryMask(w, h, holes);
    }

    private static void visit(boolean inside, int at, BitSet seen, ArrayDeque<Integer> queue) {
        if (inside && !seen.get(at)) {
            seen.set(at);
            queue.add(at);
        }
    }

    /**
     * The part of a mask within 2 % of the image's diagonal of its border (Cheng et al. 2021, arXiv:2103.16562): what a 3 x 3
     * erosion, max(1, round(0.02 · diagonal)) times, takes away; outside the image is background.
     */
    public static BinaryMask boundary(BinaryMask mask) {
        int w = mask.width();
        int h = mask.height();
        // Python rounds half to even, and so does rint
        int times = (int) Math.max(1, Math.rint(.02 * Math.sqrt((double) h * h + (double) w * w)));
        BitSet wide = erode(mask.bits(), h, w, w, 1, times);
        BitSet inner = erode(wide, w, h, 1, w, times);
        BitSet boundary = (BitSet) mask.bits().clone();
        boundary.andNot(inner);
        return new BinaryMask(w, h, boundary);
    }

    /** Keeps, line by line, what has {@code by} set pixels on each side of it within the line: a square's erosion is one of its lines. */
    private static BitSet erode(BitSet bits, int lines, int length, int lineStep, int step, int by) {
        BitSet result = new BitSet(bits.size());
        for (int line = 0; line < lines; line++) {
            int run = 0;
            for (int i = 0; i <= length; i++) {
                if (i < length && bits.get(line * lineStep + i * step)) {
                    run++;
                } else {
                    for (int j = i - run + by; j < i - by; j++) {
                        result.set(line * lineStep + j * step);
                    }
                    run = 0;
                }
            }
        }
        return result;
    }
}
