package io.github.syr.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.adapter.AdapterManifest;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/formats.md} has every key of every file, in the records' order, with its type. */
class FormatsPageTest {

    private static final Path PAGE = Path.of("../docs/formats.md");

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("dataset.json", Dataset.class),
                Arguments.of("run.json", Run.class),
                Arguments.of("evaluation.json", Evaluation.class),
                Arguments.of("release/evaluation.json", ReleaseEvaluation.class),
                Arguments.of("gates.json", Gates.class),
                Arguments.of("adapter.json", AdapterManifest.class));
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasEveryKey(String file, Class<?> record) throws IOException {
        List<String> expected = new ArrayList<>();
        addRows("", record, expected);
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("\n### `" + file + "`\n"));
        section = section.substring(0, section.indexOf("\n#", 2));
        List<String> rows = section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> cells[1].strip() + " " + cells[2].strip())
                .toList();
        assertEquals(expected, rows);
    }

    private static void addRows(String prefix, Class<?> record, List<String> rows) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + component.getName();
            Type type = component.getGenericType();
            rows.add("`" + key + "` " + name(type));
            addNested(key, type, rows);
        }
    }

    private static void addNested(String key, Type type, List<String> rows) {
        if (raw(type) == List.class) {
            addElement(key + "[]", argument(type, 0), rows);
        } else if (raw(type) == Map.class) {
            addElement(key + ".*", argument(type, 1), rows);
        } else if (raw(type) == Optional.class) {
            addNested(key, argument(type, 0), rows);
        } else if (raw(type).isRecord()) {
            addRows(key + ".", raw(type), rows);
        }
    }

    private static void addElement(String key, Type type, List<String> rows) {
        if (raw(type).isRecord()) {
            addRows(key + ".", raw(type), rows);
        }
    }

    private static String name(Type type) {
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return name(argument(type, 0)) + " or null";
        } else if (raw == List.class) {
            Class<?> element = raw(argument(type, 0));
            return element.isRecord() ? "list" : element == Double.class ? "list of numbers" : "list of text";
        } else if (raw == Map.class) {
            Class<?> value = raw(argument(type, 1));
            return value == List.class ? "map of lists" : value.isRecord() ? "map" : "map of text";
        } else if (raw == OptionalInt.class) {
            return "whole number or null";
        } else if (raw == OptionalDouble.class) {
            return "number or null";
        } else if (raw == int.class || raw == long.class) {
            return "whole number";
        } else if (raw == double.class) {
            return "number";
        } else if (raw == boolean.class) {
            return "true or false";
        }
        return raw.isEnum() ? "word" : raw.isRecord() ? "object" : "text";
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
