package io.github.syr.image;

import java.io.IOException;

/** The content of one image file, in a format that is read. */
sealed interface ImageContent permits JpegContent, PngContent, GifContent, ImageIoContent {

    /** The stored size, before orientation, from the header. */
    ResizedSize size() throws IOException;

    /**
     * The pixels. Memory is asked for by {@link #size()}, so that has to be judged first.
     *
     * @throws IOException if the image is truncated, damaged or of a kind that isn't read
     */
    DecodedImage decode() throws IOException;
}
