/** What is done with masks: morphology, resizing, overlays, PNG files. */
@NullMarked
package io.github.syr.mask;

import org.jspecify.annotations.NullMarked;
