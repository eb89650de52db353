package io.github.syr.demo;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demo shows, schema {@code syr/demo/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param title of the page, as {@code ring-adapter 1.0.0}
 * @param checkpoint the base checkpoint
 * @param adapter a file with an adapter beside those that the output folder holds
 * @param dataset the images to choose from, and where images are added; none where there is no data set
 * @param output the folder with trained ranks, as {@code target/syr}; it need not exist
 * @param execution device and threads
 * @param port of the loopback address; 0 takes a free one
 * @param browser whether to open the page in the user's browser
 */
public record DemoRequest(
        String schema,
        String title,
        Request.Checkpoint checkpoint,
        Optional<String> adapter,
        Optional<Request.DataSource> dataset,
        String output,
        Request.Execution execution,
        int port,
        boolean browser) {

    public static final String SCHEMA = "syr/demo/1";

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static DemoRequest read(Path file) {
        return RecordJson.read(file, DemoRequest.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
