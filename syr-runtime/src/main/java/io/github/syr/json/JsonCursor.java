package io.github.syr.json;

import com.google.gson.JsonElement;
import io.github.syr.error.SyrException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value that knows where it stands, so that whoever refuses it can say so. */
public final class JsonCursor {

    private static final int LONGEST_QUOTE = 60;

    private final JsonElement value;
    private final Place place;

    public JsonCursor(JsonElement value, Path file) {
        this(value, new Place(file, "$"));
    }

    private JsonCursor(JsonElement value, Place place) {
        this.value = value;
        this.place = place;
    }

    public Place place() {
        return place;
    }

    public boolean isArray() {
        return value.isJsonArray();
    }

    public boolean isObject() {
        return value.isJsonObject();
    }

    public boolean isText() {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    /** The value of a key; null counts as missing. */
    public Optional<JsonCursor> find(String key) {
        requireObject();
        JsonElement child = value.getAsJsonObject().get(key);
        return child == null || child.isJsonNull() ? Optional.empty() : Optional.of(at(child, key));
    }

    /** The value of a key that has to be there. */
    public JsonCursor get(String key) {
        return find(key).orElseThrow(() -> error("the key \"" + key + "\" is missing.", "Add it."));
    }

    /** All keys in the order of the file; null counts as missing. */
    public Map<String, JsonCursor> entries() {
        requireObject();
        Map<String, JsonCursor> entries = new LinkedHashMap<>();
        value.getAsJsonObject().asMap().forEach((key, child) -> {
            if (!child.isJsonNull()) {
                entries.put(key, at(child, key));
            }
        });
        return entries;
    }

    public List<JsonCursor> list() {
        if (!isArray()) {
            throw expected("a list");
        }
        List<JsonCursor> list = new ArrayList<>();
        for (JsonElement child : value.getAsJsonArray()) {
            list.add(new JsonCursor(child, new Place(place.file(), place.at() + "[" + list.size() + "]")));
        }
        return list;
    }

    public String text() {
        if (!isText()) {
            throw expected("a string");
        }
        return value.getAsString();
    }

    /** Whether it is {@code true}. */
    public boolean isTrue() {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean() && value.getAsBoolean();
    }

    /** A number or a string, as an id is written. */
    public String id() {
        if (!value.isJsonPrimitive() || value.getAsJsonPrimitive().isBoolean()) {
            throw expected("an id, a number or a string");
        }
        return value.getAsString();
    }

    /** A finite number. */
    public double number() {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber() || !Double.isFinite(value.getAsDouble())) {
            throw expected("a finite number");
        }
        return value.getAsDouble();
    }

    /** A whole number from 0. */
    public int count() {
        double number = number();
        if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
            throw expected("a whole number from 0");
        }
        return (int) number;
    }

    /** Finite numbers, exactly so many. */
    public double[] numbers(int length, String meaning) {
        List<JsonCursor> list = isArray() ? list() : List.of();
        if (list.size() != length) {
            throw expected(length + " numbers, " + meaning);
        }
        return list.stream().mapToDouble(JsonCursor::number).toArray();
    }

    public SyrException expected(String what) {
        return error("is " + quote() + "; expected: " + what + ".", "Correct it.");
    }

    public SyrException error(String problem, String remedy) {
        return place.error(problem, remedy);
    }

    private String quote() {
        String text = value.toString();
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }

    private void requireObject() {
        if (!isObject()) {
            throw expected("an object");
        }
    }

    private JsonCursor at(JsonElement child, String key) {
        String step = key.matches("[A-Za-z_][A-Za-z_0-9]*") ? "." + key : "[\"" + key + "\"]";
        return new JsonCursor(child, new Place(place.file(), place.at() + step));
    }
}
