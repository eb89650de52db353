package io.github.syr.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Records to JSON and back, strictly: every component has a key of its name and there are no others; what may be
 * missing is an {@code Optional…} and stands as null. Components are records, lists, maps by string, enums (lower case,
 * words joined by hyphens), strings, booleans, int, long, double and their optionals.
 */
public final class RecordJson {

    private static final String REMEDY =
            "Make the file again with this version of SYR, or take it again from where it came from.";

    private RecordJson() {}

    /** A record as a JSON object. */
    public static JsonObject toJson(Record record) {
        JsonObject object = new JsonObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            object.add(component.getName(), any(get(component, record)));
        }
        return object;
    }

    private static Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    private static JsonElement any(Object value) {
        if (value instanceof Record record) {
            return toJson(record);
        } else if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(element -> array.add(any(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, element) -> object.add((String) key, any(element)));
            return object;
        } else if (value instanceof Optional<?> optional) {
            return optional.map(RecordJson::any).orElse(JsonNull.INSTANCE);
        } else if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? any(optional.getAsDouble()) : JsonNull.INSTANCE;
        } else if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? any(optional.getAsInt()) : JsonNull.INSTANCE;
        } else if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(number + " can't stand in JSON");
            }
            return new JsonPrimitive(number);
        } else if (value instanceof Number number) {
            return new JsonPrimitive(number);
        } else if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        } else if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(word(constant));
        } else if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        throw new IllegalArgumentException("no JSON for " + value);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a record from a file.
     *
     * @param schema what its key {@code schema} has to say, as {@code syr/dataset/1}
     * @throws SyrException if the file is missing, of another schema, or a key is missing, unknown or of another type
     */
    public static <T extends Record> T read(Path file, Class<T> type, String schema) {
        JsonElement json = Json.read(file);
        requireSchema(json, schema, file);
        return fromJson(json, type, file);
    }

    /** As {@link #read(Path, Class, String)}, from bytes in memory. */
    public static <T extends Record> T read(ByteSource source, Class<T> type, String schema) {
        JsonElement json = Json.parse(source.readText(), source);
        requireSchema(json, schema, source);
        return fromJson(json, type, source);
    }

    /** As {@link #read(Path, Class, String)}, from what is parsed already. */
    public static void requireSchema(JsonElement json, String schema, Object source) {
        String found = json.isJsonObject() && json.getAsJsonObject().has("schema")
                ? json.getAsJsonObject().get("schema").toString()
                : "none";
        if (!found.equals('"' + schema + '"')) {
            throw SyrException.badData(
                    source,
                    "schema " + found + "; this SYR reads \"" + schema + "\".",
                    "Make it again with this version of SYR, or use the version that wrote it.");
        }
    }

    /** A record from JSON; see {@link #read(Path, Class, String)}. */
    public static <T extends Record> T fromJson(JsonElement json, Class<T> type, Object source) {
        return type.cast(record(new JsonCursor(json, source, REMEDY), type));
    }

    private static Object record(JsonCursor json, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            values[i] = value(json.member(name), components[i].getGenericType());
            names.add(name);
        }
        json.requireOnly(names);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SyrException refused) {
                throw refused;
            }
            throw SyrException.badData(json.place(), e.getCause().getMessage(), REMEDY, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be made", e);
        }
    }

    private static Object value(JsonCursor json, Type type) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
        if (raw == Optional.class) {
            return json.isNull() ? Optional.empty() : Optional.of(value(json, argument(type, 0)));
        } else if (raw == OptionalDouble.class) {
            return json.isNull() ? OptionalDouble.empty() : OptionalDouble.of(json.number());
        } else if (raw == OptionalInt.class) {
            return json.isNull() ? OptionalInt.empty() : OptionalInt.of(json.wholeInt());
        } else if (raw == List.class) {
            List<Object> list = new ArrayList<>();
            json.list().forEach(element -> list.add(value(element, argument(type, 0))));
            return Collections.unmodifiableList(list);
        } else if (raw == Map.class) {
            Map<String, Object> map = new TreeMap<>();
            json.members().forEach((key, element) -> map.put(key, value(element, argument(type, 1))));
            return Collections.unmodifiableMap(map);
        } else if (raw.isRecord()) {
            return record(json, raw);
        } else if (raw.isEnum()) {
            return constant(json, raw);
        } else if (raw == String.class) {
            return json.text();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return json.bool();
        } else if (raw == int.class || raw == Integer.class) {
            return json.wholeInt();
        } else if (raw == long.class || raw == Long.class) {
            return json.wholeLong();
        } else if (raw == double.class || raw == Double.class) {
            return json.number();
        }
        throw new IllegalArgumentException("no JSON for " + type);
    }

    private static Object constant(JsonCursor json, Class<?> type) {
        String text = json.text();
        for (Object constant : type.getEnumConstants()) {
            if (word((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        throw json.expected("a known word");
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
