package io.github.syr.image.decode;

/** Reads the coefficients of VP8's blocks; RFC 6386, section 13. */
final class Vp8Coefficients {

    // spotless:off: tables
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    /** The probabilities of further bits of large coefficients, from 11, 19, 35 and 67 on. */
    private static final int[][] LARGE = {
        {173, 148, 140}, {176, 155, 140, 135}, {180, 157, 141, 134, 130}, {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}};
    // spotless:on

    /** Kinds of blocks, in the order in which the coefficients' probabilities are sorted. */
    enum BlockKind {
        LUMA_WITHOUT_FIRST,
        SECOND_ORDER,
        COLOUR,
        LUMA;

        /** The position of the first coefficient that is read. */
        int first() {
            return this == LUMA_WITHOUT_FIRST ? 1 : 0;
        }
    }

    /** Quantizer steps of a block's first coefficient and of the others. */
    record Step(int first, int other) {}

    private final int[] probabilities;

    /** @param probabilities by kind, band, context and node: 4 x 8 x 3 x 11 */
    Vp8Coefficients(int[] probabilities) {
        this.probabilities = probabilities;
    }

    /**
     * Reads one block.
     *
     * @param context how many of the blocks above and at the left have coefficients
     * @param out takes the 16 coefficients from {@code to} on; those that are 0 are not written
     * @return where the last coefficient that isn't 0 stands, counted from 1
     */
    int read(Vp8Bits bits, BlockKind kind, int context, Step step, int[] out, int to) throws BadImageException {
        int n = kind.first();
        int p = probability(kind, n, context);
        while (n < 16) {
            if (!bits.bit(probabilities[p])) {
                return n;
            }
            while (!bits.bit(probabilities[p + 1])) {
                n++;
                if (n == 16) {
                    return 16;
                }
                p = probability(kind, n, 0);
            }
            boolean isOne = !bits.bit(probabilities[p + 2]);
            int value = isOne ? 1 : large(bits, p);
            p = probability(kind, n + 1, isOne ? 1 : 2);
            out[to + ZIGZAG[n]] = (bits.flag() ? -value : value) * (n == 0 ? step.first() : step.other());
            n++;
        }
        return 16;
    }

    private static int probability(BlockKind kind, int position, int context) {
        return ((kind.ordinal() * 8 + BANDS[position]) * 3 + context) * 11;
    }

    private int large(Vp8Bits bits, int p) throws BadImageException {
        if (!bits.bit(probabilities[p + 3])) {
            return !bits.bit(probabilities[p + 4]) ? 2 : 3 + (bits.bit(probabilities[p + 5]) ? 1 : 0);
        } else if (!bits.bit(probabilities[p + 6])) {
            return !bits.bit(probabilities[p + 7])
                    ? 5 + (bits.bit(159) ? 1 : 0)
                    : 7 + (bits.bit(165) ? 2 : 0) + (bits.bit(145) ? 1 : 0);
        }
        int high = bits.bit(probabilities[p + 8]) ? 1 : 0;
        int category = 2 * high + (bits.bit(probabilities[p + 9 + high]) ? 1 : 0);
        int extra = 0;
        for (int probability : LARGE[category]) {
            extra = 2 * extra + (bits.bit(probability) ? 1 : 0);
        }
        return 3 + (8 << category) + extra;
    }
}
