package io.github.syr.image.decode;

import java.awt.image.Raster;

/**
 * One number per pixel as a file stores it, where that says more than the colour does.
 *
 * @param numbers height x width as stored
 * @param isIndex whether they are indices of a palette; else grey levels of 16 bits
 */
record StoredNumbers(int[] numbers, boolean isIndex) {

    /** The first band of a raster. */
    static StoredNumbers of(Raster raster, boolean isIndex) {
        int[] numbers = raster.getSamples(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        return new StoredNumbers(numbers, isIndex);
    }
}
