/** Images, masks, boxes and sizes, and resizing as Pillow does it, to the byte. */
@NullMarked
package io.github.syr.image;

import org.jspecify.annotations.NullMarked;
