package io.github.syr.adapter;

import io.github.syr.error.SyrException;

/**
 * A range of the image encoder's blocks.
 *
 * @param first from 0
 * @param last included
 */
public record Blocks(int first, int last) {

    /** @throws SyrException if the range is inverted or negative */
    public Blocks {
        if (first < 0 || last < first) {
            throw SyrException.badRequest(
                    "blocks " + first + "-" + last + " is not a range.", "Name the first and the last block, as 0-11.");
        }
    }
}
