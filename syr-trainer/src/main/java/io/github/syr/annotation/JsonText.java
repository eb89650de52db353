package io.github.syr.annotation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JSON file of the user's that is changed: keys stay in their order and numbers as they are written. It is indented
 * by two spaces, unless it was on one line.
 *
 * @param value to be changed in place
 */
record JsonText(Path file, JsonElement value, boolean isOneLine, boolean endsInLineFeed) {

    private static final Gson ONE_LINE =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private static final Gson INDENTED =
            ONE_LINE.newBuilder().setPrettyPrinting().create();

    /** @throws SyrException if it can't be read, or is not JSON */
    static JsonText read(Path file) {
        JsonElement value = Json.read(file);
        try {
            String text = Files.readString(file);
            return new JsonText(file, value, !text.strip().contains("\n"), text.endsWith("\n"));
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Make the file readable.", e);
        }
    }

    byte[] bytes() {
        return bytes(value, isOneLine, endsInLineFeed);
    }

    /** The content of a new file. */
    static byte[] bytes(JsonElement value) {
        return bytes(value, false, true);
    }

    private static byte[] bytes(JsonElement value, boolean isOneLine, boolean endsInLineFeed) {
        String text = (isOneLine ? ONE_LINE : INDENTED).toJson(value) + (endsInLineFeed ? "\n" : "");
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
