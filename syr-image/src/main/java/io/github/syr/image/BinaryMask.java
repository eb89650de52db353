package io.github.syr.image;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Which pixels of an image belong to an object; immutable by convention once built. */
public final class BinaryMask {

    private final int width;
    private final int height;
    private final BitSet bits;

    /** An empty mask. */
    public BinaryMask(int width, int height) {
        this(width, height, new BitSet(width * height));
    }

    /** @param bits row by row, bit y * width + x; owned by the mask from here on */
    public BinaryMask(int width, int height, BitSet bits) {
        if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a mask of " + width + " x " + height + " pixels is not possible");
        }
        this.width = width;
        this.height = height;
        this.bits = bits;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean get(int x, int y) {
        return bits.get(y * width + x);
    }

    public void set(int x, int y, boolean value) {
        bits.set(y * width + x, value);
    }

    /** Row by row, bit y * width + x; the mask's own, not a copy. */
    public BitSet bits() {
        return bits;
    }

    /** The number of pixels that belong. */
    public int area() {
        return bits.cardinality();
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The smallest box around the mask, x1 = last column + 1; none if it is empty. */
    public Optional<Box> box() {
        int x0 = width;
        int x1 = -1;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int first = bits.nextSetBit(row);
            if (first >= 0 && first < row + width) {
                x0 = Math.min(x0, first - row);
                x1 = Math.max(x1, bits.previousSetBit(row + width - 1) - row);
            }
        }
        if (x1 < 0) {
            return Optional.empty();
        }
        return Optional.of(Box.of(x0, bits.nextSetBit(0) / width, x1 + 1, (bits.length() - 1) / width + 1));
    }

    /**
     * Its connected parts (by edges of pixels, not by corners), with their holes; from top to bottom by their uppermost
     * pixels.
     */
    public List<Polygon> polygons() {
        return Contours.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryMask that
                && width == that.width
                && height == that.height
                && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + bits.hashCode();
    }

    @Override
    public String toString() {
        return "BinaryMask[" + width + " x " + height + ", " + area() + " pixels]";
    }
}
