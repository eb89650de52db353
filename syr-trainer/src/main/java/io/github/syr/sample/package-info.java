/** The images of a split as the model takes them, decoded and resized once per run. */
@NullMarked
package io.github.syr.sample;

import org.jspecify.annotations.NullMarked;
