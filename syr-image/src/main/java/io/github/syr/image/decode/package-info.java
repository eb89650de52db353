/**
 * Image files as Pillow reads them: {@link io.github.syr.image.decode.ImageDecoder}. The codecs are package-private.
 */
@NullMarked
package io.github.syr.image.decode;

import org.jspecify.annotations.NullMarked;
