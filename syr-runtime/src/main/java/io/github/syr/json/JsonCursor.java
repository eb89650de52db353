package io.github.syr.json;

import com.google.gson.JsonElement;
import io.github.syr.error.SyrException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A JSON value that knows where it stands, so that whoever refuses it can say so. */
public final class JsonCursor {

    private static final int LONGEST_QUOTE = 60;

    private final JsonElement value;
    private final Place place;
    private final String correction;

    /** The outermost value of a file; {@code file} is a path, or how messages name it. */
    public JsonCursor(JsonElement value, Object file) {
        this(value, file, "Correct it there, or write the file again with the tool that made it.");
    }

    /** As above; {@code correction} is what messages advise where a value is another than expected. */
    public JsonCursor(JsonElement value, Object file, String correction) {
        this(value, new Place(file, "$"), correction);
    }

    private JsonCursor(JsonElement value, Place place, String correction) {
        this.value = value;
        this.place = place;
        this.correction = correction;
    }

    /** Where the value is. */
    public Place place() {
        return place;
    }

    public boolean isArray() {
        return value.isJsonArray();
    }

    public boolean isObject() {
        return value.isJsonObject();
    }

    public boolean isNull() {
        return value.isJsonNull();
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
        return find(key).orElseThrow(() -> missing(key));
    }

    /** The value of a key that has to be there; it may be null. */
    public JsonCursor member(String key) {
        requireObject();
        JsonElement child = value.getAsJsonObject().get(key);
        if (child == null) {
            throw missing(key);
        }
        return at(child, key);
    }

    private SyrException missing(String key) {
        return error("the key \"" + key + "\" is missing.", "Add it.");
    }

    /** Refuses keys other than these. */
    public void requireOnly(Collection<String> known) {
        requireObject();
        for (String key : value.getAsJsonObject().keySet()) {
            if (!known.contains(key)) {
                throw error("the key \"" + key + "\" is unknown.", "Remove it.");
            }
        }
    }

    /** The values of all keys, null among them, in the order of the file. */
    public Map<String, JsonCursor> members() {
        requireObject();
        Map<String, JsonCursor> members = new LinkedHashMap<>();
        value.getAsJsonObject().asMap().forEach((key, child) -> members.put(key, at(child, key)));
        return members;
    }

    /** All keys in the order of the file; null counts as missing. */
    public Map<String, JsonCursor> entries() {
        requireObject();
        Map<String, JsonCursor> entries = members();
        entries.values().removeIf(JsonCursor::isNull);
        return entries;
    }

    /** The values of a list. */
    public List<JsonCursor> list() {
        if (!isArray()) {
            throw expected("a list");
        }
        List<JsonCursor> list = new ArrayList<>();
        for (JsonElement child : value.getAsJsonArray()) {
            list.add(new JsonCursor(child, new Place(place.file(), place.at() + "[" + list.size() + "]"), correction));
        }
        return list;
    }

    /** A string. */
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

    /** A number or a string, as an id is written; 1.0 is the id 1. */
    public String id() {
        if (!value.isJsonPrimitive() || value.getAsJsonPrimitive().isBoolean()) {
            throw expected("an id, a number or a string");
        }
        if (isText()) {
            return value.getAsString();
        }
        try {
            BigDecimal number = value.getAsBigDecimal();
            return number.scale() > 0 && number.stripTrailingZeros().scale() <= 0
                    ? number.toBigInteger().toString()
                    : value.getAsString();
        } catch (NumberFormatException e) {
            // an exponent beyond all bounds
            throw expected("an id, a number or a string");
        }
    }

    /** {@code true} or {@code false}, or what tools write for them: 1 or 0, as a number or a string. */
    public boolean flag() {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        String id = value.isJsonPrimitive() ? id() : "";
        if (!id.equals("0") && !id.equals("1")) {
            throw expected("true, false, 1 or 0");
        }
        return id.equals("1");
    }

    /** A finite number. */
    public double number() {
        if (!value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isNumber()
                || !Double.isFinite(value.getAsDouble())) {
            throw expected("a finite number");
        }
        return value.getAsDouble();
    }

    /** {@code true} or {@code false}. */
    public boolean bool() {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw expected("true or false");
        }
        return value.getAsBoolean();
    }

    /** A whole number that an int holds exactly. */
    public int wholeInt() {
        return whole(BigDecimal::intValueExact);
    }

    /** A whole number that a long holds exactly. */
    public long wholeLong() {
        return whole(BigDecimal::longValueExact);
    }

    private <T> T whole(Function<BigDecimal, T> type) {
        number();
        try {
            return type.apply(value.getAsBigDecimal());
        } catch (ArithmeticException | NumberFormatException e) {
            throw expected("a whole number in range");
        }
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

    /** The error that this value is another than expected. */
    public SyrException expected(String what) {
        return error("is " + quoted() + "; expected: " + what + ".", correction);
    }

    /** An error about this value. */
    public SyrException error(String problem, String remedy) {
        return place.error(problem, remedy);
    }

    /** The value as it is written, cut where it is long. */
    public String quoted() {
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
        return new JsonCursor(child, new Place(place.file(), place.at() + step), correction);
    }
}
