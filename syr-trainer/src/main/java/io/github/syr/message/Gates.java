package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the gates said: {@code target/syr/gates.json}, schema {@code syr/gates/1}; written before a failure.
 *
 * @param schema {@value #SCHEMA}
 * @param passed whether all did
 * @param model whose figures were judged
 * @param gates each one asked, and each image that a gate by image refused; none of a release where none was compared
 */
public record Gates(String schema, boolean passed, String model, List<Gate> gates) {

    public static final String SCHEMA = "syr/gates/1";

    /**
     * One verdict.
     *
     * @param name the parameter, as {@code minDice}
     * @param limit the least value, or the greatest of a gate whose name begins with {@code max}
     * @param value what was found; none where it is missing or not a number
     * @param image the image it is about, where it is about one
     * @param overlay the picture to look at, relative to the output folder
     * @param releaseOverlay the same image's by the last release, relative to the output folder; none where the release
     *     was not evaluated here
     * @param message a sentence for people
     */
    public record Gate(
            String name,
            double limit,
            OptionalDouble value,
            Optional<String> image,
            Optional<String> overlay,
            Optional<String> releaseOverlay,
            boolean passed,
            String message) {}

    public static Gates read(Path file) {
        return RecordJson.read(file, Gates.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
