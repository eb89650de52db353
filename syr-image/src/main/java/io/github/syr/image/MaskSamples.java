package io.github.syr.image;

/**
 * A picture of a mask as its file has it: numbers rather than colours, upright.
 *
 * @param width in pixels
 * @param height in pixels
 * @param samples height x width, row by row, of the range that the kind says
 * @param kind what the numbers are
 */
public record MaskSamples(int width, int height, int[] samples, Kind kind) {

    /** What the samples of a mask file are. */
    public enum Kind {
        /** Indices of a palette that has colours. */
        INDEX,
        /** Grey levels, 0 to 255. */
        GREY,
        /** Grey levels of a file of 16 bits, 0 to 65535. */
        GREY_16,
        /** Alpha, 0 to 255, of a file that is not opaque everywhere; its colours don't count. */
        ALPHA,
        /** Colours, 0xRRGGBB. */
        COLOUR
    }

    /** @throws IllegalArgumentException if the array's length is not height x width */
    public MaskSamples {
        if (width < 1 || height < 1 || samples.length != (long) width * height) {
            throw new IllegalArgumentException(
                    width + " x " + height + " pixels don't fit " + samples.length + " samples");
        }
    }
}
