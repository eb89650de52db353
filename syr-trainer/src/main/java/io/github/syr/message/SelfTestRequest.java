package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;

/**
 * Which packaged adapter a process tests, schema {@code syr/selftest-request/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param checkpoint the base checkpoint
 * @param adapter the adapter's file; what it is expected to give lies beside it
 * @param execution device and threads
 */
public record SelfTestRequest(
        String schema, Request.Checkpoint checkpoint, String adapter, Request.Execution execution) {

    public static final String SCHEMA = "syr/selftest-request/1";

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static SelfTestRequest read(Path file) {
        return RecordJson.read(file, SelfTestRequest.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
