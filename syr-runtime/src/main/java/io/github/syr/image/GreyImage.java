package io.github.syr.image;

import java.util.BitSet;

/**
 * An upright image in 8-bit grey.
 *
 * @param pixels height x width, row by row
 */
public record GreyImage(int width, int height, byte[] pixels) {

    /** The pixels of at least a level, 1 to 255. */
    public BinaryMask atLeast(int level) {
        BitSet bits = new BitSet(pixels.length);
        for (int i = 0; i < pixels.length; i++) {
            if ((pixels[i] & 0xFF) >= level) {
                bits.set(i);
            }
        }
        return new BinaryMask(width, height, bits);
    }

    /** The brightest level. */
    public int brightest() {
        int brightest = 0;
        for (byte pixel : pixels) {
            brightest = Math.max(brightest, pixel & 0xFF);
        }
        return brightest;
    }
}
