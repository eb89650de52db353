/** Random changes to training images, with their masks and boxes: the same for the same stream. */
@NullMarked
package io.github.syr.augmentation;

import org.jspecify.annotations.NullMarked;
