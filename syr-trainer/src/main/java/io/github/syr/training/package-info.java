/** LoRA training of the image encoder: samples, loss, gradient, optimiser, and the loop over epochs. */
package io.github.syr.training;
