package io.github.syr.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.github.syr.error.SyrException;
import io.github.syr.io.RegularFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;

/**
 * JSON as SYR reads and writes it: read strictly (RFC 8259, UTF-8, no key twice, nothing behind), written
 * deterministically (keys sorted, two spaces, line feeds).
 */
public final class Json {

    private static final int DEEPEST = 100;

    private Json() {}

    /**
     * Reads a file.
     *
     * @throws SyrException if it is missing, no UTF-8 or no strict JSON; the message holds line and column
     */
    public static JsonElement read(Path file) {
        RegularFile.require(file);
        try {
            byte[] bytes = Files.readAllBytes(file);
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    file);
        } catch (CharacterCodingException e) {
            throw SyrException.badData(file, "is not UTF-8 text.", "Save it as UTF-8.", e);
        } catch (NoSuchFileException e) {
            throw SyrException.badData(file, "there is no such file.", "Check the path.", e);
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Check the file and its permissions.", e);
        }
    }

    /**
     * Parses a text.
     *
     * @param source what the text came from, for messages
     * @throws SyrException if it is no strict JSON; the message holds line and column
     */
    public static JsonElement parse(String text, Object source) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST);
            JsonElement value = value(reader, source);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw broken(source, "something follows the JSON value", null);
            }
            return value;
        } catch (MalformedJsonException e) {
            throw broken(source, firstLine(e), e);
        } catch (IOException | NumberFormatException e) {
            throw broken(source, text.isBlank() ? "it is empty" : firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        // Gson's advice is for programmers
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.toString())
                .replace(
                        "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON", "it is malformed");
    }

    private static SyrException broken(Object source, String what, Exception cause) {
        return SyrException.badData(source, "is not valid JSON: " + what + ".", "Fix the file at that place.", cause);
    }

    private static JsonElement value(JsonReader in, Object source) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                in.beginObject();
                while (in.hasNext()) {
                    String name = whole(in.nextName(), in, source);
                    if (object.has(name)) {
                        throw broken(source, "the key \"" + name + "\" appears twice " + place(in), null);
                    }
                    object.add(name, value(in, source));
                }
                in.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                in.beginArray();
                while (in.hasNext()) {
                    array.add(value(in, source));
                }
                in.endArray();
                yield array;
            }
            case STRING -> new JsonPrimitive(whole(in.nextString(), in, source));
            case NUMBER -> {
                String number = in.nextString();
                if (number.length() > 400) {
                    throw broken(source, "a number of " + number.length() + " digits " + place(in), null);
                }
                yield new JsonPrimitive(new LazyNumber(number));
            }
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw broken(source, "unexpected " + in.peek() + " " + place(in), null);
        };
    }

    /** A text that UTF-8 can hold: half of a surrogate pair, as an escape may write it, no file can be named after. */
    private static String whole(String text, JsonReader in, Object source) {
        int at = loneSurrogate(text);
        if (at >= 0) {
            throw broken(
                    source,
                    String.format(
                            Locale.ROOT, "half of a surrogate pair, \\u%04x, %s", (int) text.charAt(at), place(in)),
                    null);
        }
        return text;
    }

    /** Where a text has half of a surrogate pair, which UTF-8 can't hold; -1 where it has none. */
    public static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    /** As {@code at line 1 column 13 path $.a}. */
    private static String place(JsonReader in) {
        return in.toString().replace("JsonReader ", "");
    }

    /** Pretty, keys sorted, ending in a line feed. */
    public static String write(JsonElement value) {
        return text(value, "  ") + "\n";
    }

    /** On one line, keys sorted, no line feed at its end. */
    public static String writeLine(JsonElement value) {
        return text(value, "");
    }

    private static String text(JsonElement value, String indent) {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.setIndent(indent);
            writer.setSerializeNulls(true);
            write(writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void write(JsonWriter out, JsonElement value) throws IOException {
        if (value.isJsonObject()) {
            out.beginObject();
            for (var entry : new TreeMap<>(value.getAsJsonObject().asMap()).entrySet()) {
                out.name(entry.getKey());
                write(out, entry.getValue());
            }
            out.endObject();
        } else if (value.isJsonArray()) {
            out.beginArray();
            for (JsonElement element : value.getAsJsonArray()) {
                write(out, element);
            }
            out.endArray();
        } else if (value.isJsonNull()) {
            out.nullValue();
        } else {
            JsonPrimitive primitive = value.getAsJsonPrimitive();
            if (primitive.isBoolean()) {
                out.value(primitive.getAsBoolean());
            } else if (primitive.isNumber()) {
                out.value(primitive.getAsNumber());
            } else {
                out.value(primitive.getAsString());
            }
        }
    }

    /** A number as it was written; no digit is lost before somebody asks for a type. */
    private static final class LazyNumber extends Number {

        private static final long serialVersionUID = 1L;
        private final String text;

        LazyNumber(String text) {
            this.text = text;
        }

        @Override
        public int intValue() {
            return new BigDecimal(text).intValueExact();
        }

        @Override
        public long longValue() {
            return new BigDecimal(text).longValueExact();
        }

        @Override
        public float floatValue() {
            return Float.parseFloat(text);
        }

        @Override
        public double doubleValue() {
            return Double.parseDouble(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
