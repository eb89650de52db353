package io.github.syr.message;

import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.List;

/**
 * How good a released adapter is on today's test images: {@code target/syr/release/evaluation.json}, schema
 * {@code syr/release-evaluation/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param release as messages call it: {@code 1.0}
 * @param digest of all that decides the figures
 * @param test means over the test images
 * @param images each test image, by name
 */
public record ReleaseEvaluation(
        String schema, String release, String digest, Scores test, List<Evaluation.ImageScores> images) {

    public static final String SCHEMA = "syr/release-evaluation/1";

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static ReleaseEvaluation read(Path file) {
        return RecordJson.read(file, ReleaseEvaluation.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
