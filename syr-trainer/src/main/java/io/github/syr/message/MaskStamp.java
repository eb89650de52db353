package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import io.github.syr.message.Request.Format;
import java.nio.file.Path;
import java.util.Map;

/**
 * What lies in the folder of masks, so that a later run sees quickly whether all of it still does:
 * {@code masks/stamp.json}. It stays on the machine. {@code dataset.json} can't hold this, for a PNG's bytes depend on
 * the JDK's zlib, its pixels don't.
 *
 * @param schema {@value #SCHEMA}
 * @param format the data set's, as it was found out
 * @param files masks and overlays relative to the output folder, with the SHA-256 of their bytes
 */
public record MaskStamp(String schema, Format format, Map<String, String> files) {

    public static final String SCHEMA = "syr/masks/1";

    /** Its place in the folder of masks. */
    public static Path in(Path masks) {
        return masks.resolve("stamp.json");
    }

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static MaskStamp read(Path file) {
        return RecordJson.read(file, MaskStamp.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
