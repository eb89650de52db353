package io.github.syr.image;

/**
 * An upright image as the model sees it: 8-bit red, green, blue, what Pillow's {@code convert("RGB")} gives.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels height x width x 3, row by row, R G B
 */
public record RgbImage(int width, int height, byte[] pixels) {

    /** @throws IllegalArgumentException if the array's length is not height x width x 3 */
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    width + " x " + height + " pixels don't fit " + pixels.length + " bytes");
        }
    }
}
