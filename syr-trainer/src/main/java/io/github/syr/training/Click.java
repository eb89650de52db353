package io.github.syr.training;

/**
 * A click on an image.
 *
 * @param x in pixels of the original image; the first pixel's is 0
 * @param y in pixels of the original image; the first pixel's is 0
 * @param foreground whether it is on the object
 */
record Click(double x, double y, boolean foreground) {}
