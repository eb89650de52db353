package io.github.syr.mask;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What the metrics ask of a mask: its holes and its boundary. */
public final class MaskOps {

    /** A background component smaller than this share of its object's box is noise of the annotation, not a hole. */
    private static final double LEAST_HOLE = 0.001;

    /** The boundary's width as a share of the image's diagonal (Cheng 2021). */
    private static final double BOUNDARY = 0.02;

    private MaskOps() {}

    /**
     * The holes of an object: 4-connected components of the background that don't touch the image's border and have at
     * least 0.1 % of the box's area.
     *
     * @param box the object's box, which sets the scale
     * @return the pixels of all holes
     */
    public static BinaryMask holes(BinaryMask mask, Box box) {
        Background background = Background.of(mask);
        double least = LEAST_HOLE * box.width() * box.height();
        BinaryMask holes = new BinaryMask(mask.width(), mask.height());
        for (int run = 0; run < background.count; run++) {
            int root = background.root(run);
            if (!background.atBorder[root] && background.area[root] >= least) {
                holes.bits().set(background.start[run], background.end[run]);
            }
        }
        return holes;
    }

    /**
     * The pixels of any of several masks.
     *
     * @param masks at least one, all of one size
     */
    public static BinaryMask union(List<BinaryMask> masks) {
        BinaryMask all = new BinaryMask(masks.get(0).width(), masks.get(0).height());
        masks.forEach(mask -> all.bits().or(mask.bits()));
        return all;
    }

    /**
     * The pixel that is farthest from what doesn't belong, in steps from pixel to pixel along rows and columns; outside
     * the image nothing belongs. Of several that are as far, the first.
     *
     * @param mask not empty
     * @return y * width + x
     */
    public static int innermost(BinaryMask mask) {
        int width = mask.width();
        int height = mask.height();
        int[] distance = new int[width * height];
        for (int i = mask.bits().nextSetBit(0); i >= 0; i = mask.bits().nextSetBit(i + 1)) {
            int left = i % width > 0 ? distance[i - 1] : 0;
            int above = i >= width ? distance[i - width] : 0;
            distance[i] = Math.min(left, above) + 1;
        }
        int best = mask.bits().nextSetBit(0);
        for (int i = mask.bits().length() - 1; i >= 0; i = mask.bits().previousSetBit(i - 1)) {
            int right = i % width < width - 1 ? distance[i + 1] : 0;
            int below = i < width * (height - 1) ? distance[i + width] : 0;
            distance[i] = Math.min(distance[i], Math.min(right, below) + 1);
            best = distance[i] >= distance[best] ? i : best;
        }
        return best;
    }

    /**
     * How wide the boundary of an image of this size is: max(1, round(0.02 * diagonal)) pixels, halves to even as
     * Python's.
     */
    public static int boundaryWidth(int width, int height) {
        return Math.max(1, (int) Math.rint(BOUNDARY * Math.sqrt((double) height * height + (double) width * width)));
    }

    /**
     * The part of a mask that lies within {@link #boundaryWidth} of its border (Cheng et al. 2021, "Boundary IoU", as
     * the authors' code): the mask without its erosion; what is outside the image counts as background.
     */
    public static BinaryMask boundary(BinaryMask mask) {
        BitSet boundary = (BitSet) mask.bits().clone();
        boundary.andNot(erode(mask, boundaryWidth(mask.width(), mask.height())).bits());
        return new BinaryMask(mask.width(), mask.height(), boundary);
    }

    /**
     * Erodes by a square, outside the image counts as background. {@code times} erosions by 3 x 3 are one by (2 times +
     * 1) x (2 times + 1), and a square is separable: runs are shortened at both ends, then columns counted.
     */
    public static BinaryMask erode(BinaryMask mask, int times) {
        int width = mask.width();
        BitSet in = mask.bits();
        BinaryMask eroded = new BinaryMask(width, mask.height());
        BitSet out = eroded.bits();
        int window = 2 * times + 1;
        int[] above = new int[width];
        for (int y = 0; y < mask.height(); y++) {
            int row = y * width;
            int done = 0;
            for (int start = in.nextSetBit(row); start >= 0 && start < row + width; ) {
                int end = Math.min(in.nextClearBit(start), row + width);
                int first = start - row + times;
                int last = end - row - times;
                if (first < last) {
                    Arrays.fill(above, done, first, 0);
                    for (int x = first; x < last; x++) {
                        if (++above[x] >= window) {
                            out.set((y - times) * width + x);
                        }
                    }
                    done = last;
                }
                start = in.nextSetBit(end);
            }
            Arrays.fill(above, done, width, 0);
        }
        return eroded;
    }

    /** The background in runs of pixels of one row, joined into 4-connected components (union-find). */
    private static final class Background {

        private int count;
        private int[] start = new int[256];
        private int[] end = new int[256];
        private int[] parent;
        private long[] area;
        private boolean[] atBorder;

        static Background of(BinaryMask mask) {
            Background background = new Background();
            int width = mask.width();
            int height = mask.height();
            int[] firstOfRow = new int[height + 1];
            for (int y = 0; y < height; y++) {
                firstOfRow[y] = background.count;
                background.addRow(mask.bits(), y * width, (y + 1) * width);
            }
            firstOfRow[height] = background.count;
            background.join(firstOfRow, width);
            background.measure(width, height);
            return background;
        }

        private void addRow(BitSet bits, int from, int to) {
            for (int first = bits.nextClearBit(from); first < to; ) {
                int next = bits.nextSetBit(first);
                int last = next < 0 ? to : Math.min(next, to);
                if (count == start.length) {
                    start = Arrays.copyOf(start, 2 * count);
                    end = Arrays.copyOf(end, 2 * count);
                }
                start[count] = first;
                end[count] = last;
                count++;
                first = bits.nextClearBit(last);
            }
        }

        private void join(int[] firstOfRow, int width) {
            parent = new int[count];
            Arrays.setAll(parent, run -> run);
            for (int y = 1; y + 1 < firstOfRow.length; y++) {
                int upper = firstOfRow[y - 1];
                int lower = firstOfRow[y];
                while (upper < firstOfRow[y] && lower < firstOfRow[y + 1]) {
                    int upperEnd = end[upper] + width;
                    if (start[upper] + width < end[lower] && start[lower] < upperEnd) {
                        parent[root(lower)] = root(upper);
                    }
                    if (upperEnd < end[lower]) {
                        upper++;
                    } else {
                        lower++;
                    }
                }
            }
        }

        private void measure(int width, int height) {
            area = new long[count];
            atBorder = new boolean[count];
            for (int run = 0; run < count; run++) {
                int root = root(run);
                int y = start[run] / width;
                area[root] += end[run] - start[run];
                atBorder[root] |= y == 0 || y == height - 1 || start[run] % width == 0 || end[run] % width == 0;
            }
        }

        /** The component of a run, known by one of its runs; shortens the way there. */
        private int root(int run) {
            int at = run;
            while (parent[at] != at) {
                parent[at] = parent[parent[at]];
                at = parent[at];
            }
            return at;
        }
    }
}
