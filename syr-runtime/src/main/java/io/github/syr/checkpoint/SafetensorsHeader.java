package io.github.syr.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import io.github.syr.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one safetensors header and holds it to every rule of the format. */
final class SafetensorsHeader {

    /**
     * The format's own implementation takes 100 MB, which become a GB of objects; a model needs about 100 bytes a
     * tensor.
     */
    static final long LONGEST = 16L << 20;

    private static final int MOST_AXES = 16;

    private static final String METADATA = "__metadata__";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]*");

    private final ByteSource source;
    private final ByteReader reader;
    private final long size;
    private final List<TensorEntry> entries = new ArrayList<>();
    private final TreeMap<String, String> metadata = new TreeMap<>();

    private record TensorEntry(String name, DType dtype, long[] shape, long begin, long end) {}

    SafetensorsHeader(ByteSource source, ByteReader reader) {
        this.source = source;
        this.reader = reader;
        this.size = ByteRegion.size(source, reader);
    }

    TensorFile read() {
        long length = length();
        parse(text(length));
        checkOffsets(8 + length);
        TreeMap<String, CheckpointTensor> tensors = new TreeMap<>();
        for (TensorEntry e : entries) {
            ByteRegion storage = new ByteRegion(source, 8 + length + e.begin, e.end - e.begin);
            tensors.put(
                    e.name,
                    new CheckpointTensor(
                            e.name, e.dtype, CheckpointTensor.View.of(e.shape), storage, ByteOrder.LITTLE_ENDIAN));
        }
        return new TensorFile(source, tensors, metadata);
    }

    private long length() {
        if (size < 8) {
            throw bad("is " + size + " bytes long, too short for the 8 bytes of a header length.");
        }
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        new ByteRegion(source, 0, 8).read(reader, 0, bytes);
        long length = bytes.getLong(0);
        if (length < 0 || length > LONGEST) {
            throw bad("header length " + Long.toUnsignedString(length) + " is more than the " + LONGEST
                    + " bytes allowed.");
        }
        if (length > size - 8) {
            throw bad("header of " + length + " bytes reaches beyond the file's end at byte " + size + ".");
        }
        if (length < 2) {
            throw bad("header of " + length + " bytes is too short for a JSON object.");
        }
        return length;
    }

    private String text(long length) {
        byte[] bytes = new ByteRegion(source, 8, length).readAll(reader);
        if (bytes[0] != '{') {
            throw bad("header begins with byte " + (bytes[0] & 0xFF) + " instead of '{'.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw SyrException.badData(source, "header is not UTF-8.", ByteRegion.AGAIN, e);
        }
    }

    private void parse(String text) {
        Set<String> names = new HashSet<>();
        try (JsonReader json = new JsonReader(new StringReader(text))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                String name = whole(json.nextName());
                if (!names.add(name)) {
                    throw bad("header names \"" + name + "\" twice.");
                }
                if (name.equals(METADATA)) {
                    readMetadata(json);
                } else {
                    entries.add(readEntry(name, json));
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw bad("header continues after its JSON object.");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw SyrException.badData(source, "header is not JSON: " + firstLine(e) + ".", ByteRegion.AGAIN, e);
        }
    }

    /** The header's bytes are UTF-8, but an escape may write half of a surrogate pair. */
    private String whole(String text) {
        int at = Json.loneSurrogate(text);
        if (at >= 0) {
            throw bad(String.format(
                    Locale.ROOT, "header has half of a surrogate pair, \\u%04x, in a name.", (int) text.charAt(at)));
        }
        return text;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void readMetadata(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw bad("__metadata__ is " + kind(json) + " instead of an object of strings.");
        }
        json.beginObject();
        while (json.hasNext()) {
            String key = whole(json.nextName());
            if (json.peek() != JsonToken.STRING) {
                throw bad("__metadata__ \"" + key + "\" is " + kind(json) + " instead of a string.");
            }
            if (metadata.put(key, whole(json.nextString())) != null) {
                throw bad("__metadata__ names \"" + key + "\" twice.");
            }
        }
        json.endObject();
    }

    private TensorEntry readEntry(String name, JsonReader json) throws IOException {
        DType dtype = null;
        long[] shape = null;
        long[] offsets = null;
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw bad(name, "is " + kind(json) + " instead of an object with dtype, shape and data_offsets.");
        }
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            boolean again;
            switch (key) {
                case "dtype" -> {
                    again = dtype != null;
                    dtype = readDtype(name, json);
                }
                case "shape" -> {
                    again = shape != null;
                    shape = readNumbers(name, key, json);
                }
                case "data_offsets" -> {
                    again = offsets != null;
                    offsets = readNumbers(name, key, json);
                }
                default ->
                    throw bad(
                            name, "has an unknown field \"" + key + "\"; dtype, shape and data_offsets are expected.");
            }
            if (again) {
                throw bad(name, "names " + key + " twice.");
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null) {
            throw bad(name, "lacks its " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets") + ".");
        }
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw bad(name, "has data_offsets " + Arrays.toString(offsets) + " instead of a begin and an end.");
        }
        long bytes;
        try {
            bytes = Math.multiplyExact(Shapes.elements(shape), (long) dtype.bytes());
        } catch (ArithmeticException e) {
            throw bad(name, "has a shape " + Arrays.toString(shape) + " of more numbers than can be counted.");
        }
        if (bytes != offsets[1] - offsets[0]) {
            throw bad(
                    name,
                    "has data_offsets " + Arrays.toString(offsets) + ", " + (offsets[1] - offsets[0]) + " bytes, but "
                            + dtype + " " + Arrays.toString(shape) + " needs " + bytes + ".");
        }
        return new TensorEntry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private DType readDtype(String tensor, JsonReader json) throws IOException {
        if (json.peek() != JsonToken.STRING) {
            throw bad(tensor, "has " + kind(json) + " as its dtype instead of a string.");
        }
        String name = json.nextString();
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw SyrException.badData(
                source,
                "tensor \"" + tensor + "\" has the dtype " + name + ", which SYR doesn't read; "
                        + Arrays.toString(DType.values()) + " are.",
                "Save the tensor as F32 or F16.");
    }

    private long[] readNumbers(String tensor, String key, JsonReader json) throws IOException {
        if (json.peek() != JsonToken.BEGIN_ARRAY) {
            throw bad(tensor, "has " + kind(json) + " as its " + key + " instead of an array of whole numbers.");
        }
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            if (numbers.size() == MOST_AXES) {
                throw bad(tensor, "has more than " + MOST_AXES + " numbers in its " + key + ".");
            }
            String number = json.peek() == JsonToken.NUMBER ? json.nextString() : kind(json);
            try {
                if (!WHOLE_NUMBER.matcher(number).matches()) {
                    throw new NumberFormatException();
                }
                numbers.add(Long.parseLong(number));
            } catch (NumberFormatException e) {
                throw bad(
                        tensor, "has " + number + " in its " + key + " instead of a whole number from 0 to 2^63 - 1.");
            }
        }
        json.endArray();
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static String kind(JsonReader json) throws IOException {
        return switch (json.peek()) {
            case BEGIN_OBJECT -> "an object";
            case BEGIN_ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    /** Data must follow data without hole or overlap, from the header's end to the file's. */
    private void checkOffsets(long data) {
        entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long expected = 0;
        for (TensorEntry e : entries) {
            if (e.begin != expected) {
                throw bad(
                        e.name,
                        "begins at data offset " + e.begin + " but " + expected + " is expected: tensors "
                                + (e.begin < expected ? "overlap." : "leave a hole."));
            }
            if (e.end > size - data) {
                throw bad(e.name, "ends at data offset " + e.end + ", beyond the file's end at " + (size - data) + ".");
            }
            expected = e.end;
        }
        if (expected != size - data) {
            throw bad("has " + (size - data - expected) + " bytes after its last tensor.");
        }
    }

    private SyrException bad(String tensor, String problem) {
        return bad("tensor \"" + tensor + "\" " + problem);
    }

    private SyrException bad(String problem) {
        return SyrException.badData(source, "is not a valid safetensors file: " + problem, ByteRegion.AGAIN);
    }
}
