package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against masks that pycocotools encoded; see make-fixtures.py. */
class CocoRleTest {

    static Stream<JsonObject> masks() throws IOException {
        return ShapeTest.fixture("coco-rle.json");
    }

    @ParameterizedTest
    @MethodSource("masks")
    void readsTheCompressedForm(JsonObject json) {
        json.add("counts", json.get("compressed"));
        assertEquals(
                ShapeTest.rows(json),
                Fixture.text(CocoRle.of(new JsonCursor(json, Path.of("f"))).mask()));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void readsTheListOfCounts(JsonObject json) {
        assertEquals(
                ShapeTest.rows(json),
                Fixture.text(CocoRle.of(new JsonCursor(json, Path.of("f"))).mask()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[3, 4] | [5, 6] | f: $.counts: the runs add up to 11 pixels, and the size 3 x 4 (height x width) asks for 12.",
                "[3, 4] | [5, -1, 8] | f: $.counts[1]: is -1; expected: a whole number from 0.",
                "[3, 4] | [5, 1.5] | f: $.counts[1]: is 1.5; expected: a whole number from 0.",
                "[3] | [3] | f: $.size: is [3]; expected: 2 numbers, height and width.",
                "[3, 4] | \"5x 6\" | f: $.counts: is not a compressed run-length encoding: character 2 can't be.",
                "[3, 4] | \"5P\" | f: $.counts: is not a compressed run-length encoding: it ends within a number.",
                "[3, 4] | \"PPPPPPPPPPPPPPPP0\" | f: $.counts: is not a compressed run-length encoding: character 9 can't be.",
                "[3, 4] | \"5@\" | f: $.counts: run 2 has -16 pixels.",
                "[0, 4] | [] | f: $.size: is [0,4]; expected: a height and a width from 1.",
                "[1e9, 4e9] | [] | f: $.size: is [1e9,4e9]; expected: a height and a width from 1.",
            })
    void saysWhatIsWrong(String size, String counts, String problem) {
        JsonCursor json =
                new JsonCursor(Json.parse("{\"size\": " + size + ", \"counts\": " + counts + "}", "f"), Path.of("f"));
        assertEquals(
                problem,
                assertThrows(SyrException.class, () -> CocoRle.of(json)).problem());
    }

    @Test
    void holdsRunsThatAreLongerThanSixBits() throws IOException {
        assertTrue(
                masks().anyMatch(json -> json.getAsJsonArray("counts").get(0).getAsInt() > 1024),
                "the fixture has one");
    }
}
