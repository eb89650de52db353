package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;

/**
 * Which released adapter is evaluated on today's test images, schema {@code syr/release-request/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param today the request of today's evaluation: the test images, and the base checkpoint, which the release must have
 *     as well
 * @param release as messages call it: {@code 1.0}
 * @param adapter the file with the release's weights on this machine
 * @param sha256 of that file
 */
public record ReleaseRequest(String schema, Request today, String release, String adapter, String sha256) {

    public static final String SCHEMA = "syr/release-request/1";

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static ReleaseRequest read(Path file) {
        return RecordJson.read(file, ReleaseRequest.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
