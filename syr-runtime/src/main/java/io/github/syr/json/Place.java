package io.github.syr.json;

import io.github.syr.error.SyrException;
import java.nio.file.Path;

/**
 * Where something stands, for messages.
 *
 * @param file the file
 * @param at the JSON path in it; empty where the file as a whole is meant
 */
public record Place(Path file, String at) {

    public static Place of(Path file) {
        return new Place(file, "");
    }

    public SyrException error(String problem, String remedy) {
        return SyrException.badData(this, problem, remedy);
    }

    @Override
    public String toString() {
        return at.isEmpty() ? file.toString() : file + ": " + at;
    }
}
