package io.github.syr.annotation;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys the objects of a JSON file have, by depth. It tells the format, and is small enough to be kept for every
 * file.
 *
 * @param keys those of the outermost object, of the objects in it, of the objects in those; lists don't count as a
 *     level
 */
record JsonShape(List<Set<String>> keys) {

    private static final int DEPTH = 3;

    static JsonShape of(JsonElement json) {
        JsonShape shape = new JsonShape(List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
        shape.look(json, 0);
        return shape;
    }

    private void look(JsonElement json, int depth) {
        if (depth < DEPTH && json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((key, value) -> {
                keys.get(depth).add(key);
                look(value, depth + 1);
            });
        } else if (depth < DEPTH && json.isJsonArray()) {
            json.getAsJsonArray().forEach(value -> look(value, depth));
        }
    }

    /** Whether an object at that depth (0 is the outermost) has the key. */
    boolean has(int depth, String key) {
        return keys.get(depth).contains(key);
    }
}
