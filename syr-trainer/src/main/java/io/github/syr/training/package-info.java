/** LoRA training of the image encoder: samples, loss, gradient, optimiser, and the loop over epochs. */
@NullMarked
package io.github.syr.training;

import org.jspecify.annotations.NullMarked;
