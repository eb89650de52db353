package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.nio.file.Path;

/**
 * Where something stands, for messages.
 *
 * @param file the file
 * @param at the JSON path in it; empty where the file as a whole is meant
 */
record Place(Path file, String at) {

    static Place of(Path file) {
        return new Place(file, "");
    }

    SyrException error(String problem, String remedy) {
        return SyrException.badData(this, problem, remedy);
    }

    @Override
    public String toString() {
        return at.isEmpty() ? file.toString() : file + ": " + at;
    }
}
