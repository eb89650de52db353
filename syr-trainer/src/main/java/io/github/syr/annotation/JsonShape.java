package io.github.syr.annotation;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.syr.json.Json;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a JSON file looks like from afar: which keys its objects have, by depth. Read as a stream, for an annotation file may be
 * large and there may be many.
 *
 * @param keys those of the outermost object, of the objects in it, of the objects in those; lists don't count as a level
 */
record JsonShape(List<Set<String>> keys) {

    private static final int DEPTH = 3;

    /** @throws io.github.syr.error.SyrException if the file is no JSON; with line and column */
    static JsonShape of(Path file) {
        JsonShape shape = new JsonShape(List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
        try (Reader text = Files.newBufferedReader(file);
                JsonReader in = new JsonReader(text)) {
            in.setStrictness(Strictness.STRICT);
            shape.look(in, 0);
        } catch (IOException e) {
            Json.read(file); // says what is wrong with it
            throw new UncheckedIOException(file + " can't be read", e);
        }
        return shape;
    }

    private void look(JsonReader in, int depth) throws IOException {
        if (depth < DEPTH && in.peek() == JsonToken.BEGIN_OBJECT) {
            in.beginObject();
            while (in.hasNext()) {
                keys.get(depth).add(in.nextName());
                look(in, depth + 1);
            }
            in.endObject();
        } else if (depth < DEPTH && in.peek() == JsonToken.BEGIN_ARRAY) {
            in.beginArray();
            while (in.hasNext()) {
                look(in, depth);
            }
            in.endArray();
        } else {
            in.skipValue();
        }
    }

    /** Whether an object at that depth (0 is the outermost) has the key. */
    boolean has(int depth, String key) {
        return keys.get(depth).contains(key);
    }
}
