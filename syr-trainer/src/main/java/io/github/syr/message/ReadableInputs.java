package io.github.syr.message;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** What a digest is taken of, as names and texts, so that two digests' inputs can be compared. */
final class ReadableInputs {

    private ReadableInputs() {}

    /** By path, as {@code tuning.loss.kind}. */
    static Map<String, String> of(JsonObject json) {
        Map<String, String> inputs = new TreeMap<>();
        add("", json, inputs);
        return inputs;
    }

    private static void add(String path, JsonObject json, Map<String, String> inputs) {
        for (Map.Entry<String, JsonElement> member : json.entrySet()) {
            String name = path + member.getKey();
            JsonElement value = member.getValue();
            if (value.isJsonObject()) {
                add(name + ".", value.getAsJsonObject(), inputs);
            } else if (value.isJsonNull()) {
                inputs.put(name, "default");
            } else {
                inputs.put(name, value.isJsonPrimitive() ? value.getAsString() : value.toString());
            }
        }
    }
}
