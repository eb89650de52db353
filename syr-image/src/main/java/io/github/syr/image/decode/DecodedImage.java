package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;

/**
 * An image as it is stored, not yet upright.
 *
 * @param rgb the colours, alpha dropped
 * @param alpha height x width, 0 (transparent) to 255; of length 0 where the image carries none
 */
record DecodedImage(RgbImage rgb, byte[] alpha) {

    static final byte[] OPAQUE = {};

    DecodedImage {
        if (alpha.length != 0 && alpha.length != rgb.width() * rgb.height()) {
            throw new IllegalArgumentException(
                    alpha.length + " bytes of alpha don't fit " + rgb.width() + " x " + rgb.height() + " pixels");
        }
    }

    boolean hasAlpha() {
        return alpha.length != 0;
    }
}
