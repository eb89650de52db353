package io.github.syr.json;

import io.github.syr.error.SyrException;

/**
 * Where something stands, for messages.
 *
 * @param file the file, or how a message names it
 * @param at the JSON path in it; empty where the file as a whole is meant
 */
public record Place(Object file, String at) {

    /** A file as a whole. */
    public static Place of(Object file) {
        return new Place(file, "");
    }

    /** The error that something at this place is wrong. */
    public SyrException error(String problem, String remedy) {
        return SyrException.badData(this, problem, remedy);
    }

    @Override
    public String toString() {
        return at.isEmpty() ? String.valueOf(file) : file + ": " + at;
    }
}
