package io.github.syr.mask;

import io.github.syr.image.BinaryMask;

/** Masks as pictures in tests. */
final class Masks {

    private Masks() {}

    /** A mask of rows; {@code #} belongs. */
    static BinaryMask of(String... rows) {
        BinaryMask mask = new BinaryMask(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                mask.set(x, y, rows[y].charAt(x) == '#');
            }
        }
        return mask;
    }
}
