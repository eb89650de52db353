package io.github.syr.image;

import java.util.Arrays;
import java.util.BitSet;

/** The parts of a mask that are connected by edges of pixels, told apart by numbers; made of runs of a row each. */
final class Regions {

    private final int width;
    private int[] starts = new int[16]; // of each run, its first pixel, ascending
    private int[] ends = new int[16]; // behind its last pixel
    private int[] parents = new int[16];
    private int count;

    Regions(BinaryMask mask) {
        width = mask.width();
        BitSet bits = mask.bits();
        int above = 0;
        for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(ends[count - 1])) {
            int row = i / width;
            add(i, Math.min(bits.nextClearBit(i), (row + 1) * width));
            while (above < count - 1 && ends[above] <= i - width) {
                above++;
            }
            for (int run = above; run < count - 1 && starts[run] < ends[count - 1] - width; run++) {
                parents[root(count - 1)] = root(run);
            }
        }
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            parents = Arrays.copyOf(parents, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        parents[count] = count;
        count++;
    }

    private int root(int run) {
        int root = run;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** The number of the part that a pixel of the mask belongs to. */
    int of(int x, int y) {
        int at = Arrays.binarySearch(starts, 0, count, y * width + x);
        return root(at >= 0 ? at : -at - 2);
    }
}
