package io.github.syr.image.decode;

/** The frame header of VP8 (RFC 6386, section 9): segments, filter, partitions, quantizers, probabilities. */
final class Vp8Header {

    private static final int START = 10;
    private static final int SEGMENTS = 4;

    /** The quantizer steps of a segment. */
    record Steps(Vp8Coefficients.Step luma, Vp8Coefficients.Step secondOrder, Vp8Coefficients.Step colour) {}

    private final Vp8Bits bits;
    private final Vp8Bits[] partitions;
    private final Vp8Coefficients coefficients;

    private boolean hasSegments;
    private boolean hasSegmentMap;
    private boolean isAbsolute;
    private final int[] segmentQuantizers = new int[SEGMENTS];
    private final int[] segmentLevels = new int[SEGMENTS];
    private final int[] segmentTree = {255, 255, 255};
    private final Steps[] steps = new Steps[SEGMENTS];

    private boolean isSimple;
    private int level;
    private int sharpness;
    private boolean hasDeltas;
    private int keyFrameDelta;
    private int smallBlocksDelta;

    private final boolean hasSkips;
    private final int skipProbability;

    /** @param bytes the content of a VP8 chunk, of 10 bytes at least */
    Vp8Header(byte[] bytes, Vp8Tables tables) throws BadImageException {
        int tag = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16;
        int firstEnd = START + (tag >> 5);
        if (firstEnd > bytes.length) {
            throw BadImageException.damaged("WebP", "its first partition ends beyond its bounds");
        }
        bits = new Vp8Bits(bytes, START, firstEnd);
        bits.number(2);
        segments();
        filter();
        partitions = partitions(bytes, firstEnd);
        quantizers();
        bits.flag();
        coefficients = new Vp8Coefficients(probabilities(tables));
        hasSkips = bits.flag();
        skipProbability = hasSkips ? bits.number(8) : 0;
    }

    /** What follows in the first partition: the macroblocks' modes. */
    Vp8Bits bits() {
        return bits;
    }

    /** The partition with the coefficients of a row of macroblocks. */
    Vp8Bits partition(int row) {
        return partitions[row & partitions.length - 1];
    }

    Vp8Coefficients coefficients() {
        return coefficients;
    }

    Steps steps(int segment) {
        return steps[segment];
    }

    boolean isFiltered() {
        return level > 0;
    }

    boolean isSimple() {
        return isSimple;
    }

    /** Reads a macroblock's segment, 0 to 3. */
    int readSegment() throws BadImageException {
        if (!hasSegmentMap) {
            return 0;
        }
        return bits.bit(segmentTree[0]) ? bits.bit(segmentTree[2]) ? 3 : 2 : bits.bit(segmentTree[1]) ? 1 : 0;
    }

    /** Reads whether a macroblock has no coefficients. */
    boolean readSkip() throws BadImageException {
        return hasSkips && bits.bit(skipProbability);
    }

    private void segments() throws BadImageException {
        hasSegments = bits.flag();
        if (!hasSegments) {
            return;
        }
        hasSegmentMap = bits.flag();
        if (bits.flag()) {
            isAbsolute = bits.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantizers[i] = bits.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentLevels[i] = bits.optional(6);
            }
        }
        for (int i = 0; i < 3 && hasSegmentMap; i++) {
            segmentTree[i] = bits.flag() ? bits.number(8) : 255;
        }
    }

    private void filter() throws BadImageException {
        isSimple = bits.flag();
        level = bits.number(6);
        sharpness = bits.number(3);
        hasDeltas = bits.flag();
        if (hasDeltas && bits.flag()) {
            int[] deltas = new int[8];
            for (int i = 0; i < deltas.length; i++) {
                deltas[i] = bits.optional(6);
            }
            keyFrameDelta = deltas[0];
            smallBlocksDelta = deltas[4];
        }
    }

    private Vp8Bits[] partitions(byte[] bytes, int from) throws BadImageException {
        Vp8Bits[] parts = new Vp8Bits[1 << bits.number(2)];
        int at = from + 3 * (parts.length - 1);
        if (at > bytes.length) {
            throw BadImageException.damaged("WebP", "its partitions' sizes are missing");
        }
        for (int i = 0; i < parts.length; i++) {
            int size = from + 3 * i;
            int end = i == parts.length - 1
                    ? bytes.length
                    : at + (bytes[size] & 0xFF | (bytes[size + 1] & 0xFF) << 8 | (bytes[size + 2] & 0xFF) << 16);
            parts[i] = new Vp8Bits(bytes, at, Math.min(end, bytes.length));
            at = Math.min(end, bytes.length);
        }
        return parts;
    }

    private void quantizers() throws BadImageException {
        int base = bits.number(7);
        int[] deltas = new int[5];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = bits.optional(4);
        }
        for (int i = 0; i < SEGMENTS; i++) {
            int q = !hasSegments ? base : isAbsolute ? segmentQuantizers[i] : base + segmentQuantizers[i];
            steps[i] = new Steps(
                    new Vp8Coefficients.Step(Vp8Tables.dcStep(q + deltas[0]), Vp8Tables.acStep(q)),
                    new Vp8Coefficients.Step(
                            2 * Vp8Tables.dcStep(q + deltas[1]),
                            Math.max(8, Vp8Tables.acStep(q + deltas[2]) * 155 / 100)),
                    new Vp8Coefficients.Step(
                            Vp8Tables.dcStep(Math.min(117, q + deltas[3])), Vp8Tables.acStep(q + deltas[4])));
        }
    }

    private int[] probabilities(Vp8Tables tables) throws BadImageException {
        int[] read = new int[tables.coefficientCount()];
        for (int i = 0; i < read.length; i++) {
            read[i] = bits.bit(tables.update(i)) ? bits.number(8) : tables.coefficient(i);
        }
        return read;
    }

    /**
     * How a macroblock is filtered.
     *
     * @param isSmall whether it is predicted in small blocks
     * @param isInner whether the edges within it are filtered too
     */
    Vp8Filter.Strength strength(int segment, boolean isSmall, boolean isInner) {
        int strength = !hasSegments ? level : isAbsolute ? segmentLevels[segment] : level + segmentLevels[segment];
        if (hasDeltas) {
            strength += keyFrameDelta + (isSmall ? smallBlocksDelta : 0);
        }
        strength = Math.max(0, Math.min(63, strength));
        int interior = strength;
        if (sharpness > 0) {
            interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        interior = Math.max(1, interior);
        int variance = strength >= 40 ? 2 : strength >= 15 ? 1 : 0;
        return new Vp8Filter.Strength(strength == 0 ? 0 : 2 * strength + interior, interior, variance, isInner);
    }
}
