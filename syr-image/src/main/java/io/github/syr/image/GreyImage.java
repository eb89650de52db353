package io.github.syr.image;

import java.util.BitSet;

/**
 * An upright image in 8-bit grey levels, what Pillow's {@code convert("L")} gives.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels height x width, row by row, 0 (black) to 255 (white)
 */
public record GreyImage(int width, int height, byte[] pixels) {

    /** @throws IllegalArgumentException if the array's length is not height x width */
    public GreyImage {
        if (width < 1 || height < 1 || pixels.length != (long) width * height) {
            throw new IllegalArgumentException(
                    width + " x " + height + " pixels don't fit " + pixels.length + " bytes");
        }
    }

    /** Grey of an RGB image by ITU-R 601 in Pillow's fixed-point arithmetic (Convert.c, {@code L24}). */
    public static GreyImage of(RgbImage image) {
        byte[] rgb = image.pixels();
        byte[] grey = new byte[image.width() * image.height()];
        for (int i = 0, at = 0; i < grey.length; i++, at += 3) {
            grey[i] = (byte)
                    ((19595 * (rgb[at] & 0xFF) + 38470 * (rgb[at + 1] & 0xFF) + 7471 * (rgb[at + 2] & 0xFF) + 0x8000)
                            >> 16);
        }
        return new GreyImage(image.width(), image.height(), grey);
    }

    /**
     * The pixels at least so bright.
     *
     * @param threshold grey level, 0 to 255
     */
    public BinaryMask atLeast(int threshold) {
        BitSet bits = new BitSet(pixels.length);
        for (int i = 0; i < pixels.length; i++) {
            if ((pixels[i] & 0xFF) >= threshold) {
                bits.set(i);
            }
        }
        return new BinaryMask(width, height, bits);
    }

    /** The brightest grey level there is: what a message about an all-black mask tells. */
    public int brightest() {
        int brightest = 0;
        for (byte pixel : pixels) {
            brightest = Math.max(brightest, pixel & 0xFF);
        }
        return brightest;
    }
}
