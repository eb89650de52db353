package io.github.syr.image.decode;

import io.github.syr.image.Size;
import java.util.Optional;

/** The content of one image file, in a format that is read. */
sealed interface ImageContent permits JpegContent, PngContent, BmpContent, TiffContent, WebpContent {

    /** The stored size, before orientation, from the header. */
    Size size() throws BadImageException;

    /** A size, as a part of the file gives it. */
    static Size size(ImageFormat format, String part, int width, int height) throws BadImageException {
        if (width < 1 || height < 1) {
            throw BadImageException.damaged(
                    format.label(), "its " + part + " says " + width + " x " + height + " pixels");
        }
        return new Size(width, height);
    }

    /** How the pixels are turned to stand upright; BMP cannot tell. */
    default Orientation orientation() {
        return Orientation.AS_STORED;
    }

    /** Whether the file holds further pictures, which aren't read: frames of an animation, pages. */
    default boolean hasMore() {
        return false;
    }

    /**
     * The pixels. Memory is allocated by {@link #size()}, so that has to be checked first.
     *
     * @throws BadImageException if the image is truncated, damaged or of a kind that isn't read
     */
    DecodedImage decode() throws BadImageException;

    /**
     * Palette indices, or grey levels of 16 bits; none where the file holds colours or grey levels of 8 bits.
     *
     * @throws BadImageException as {@link #decode}
     */
    default Optional<StoredNumbers> numbers() throws BadImageException {
        return Optional.empty();
    }
}
