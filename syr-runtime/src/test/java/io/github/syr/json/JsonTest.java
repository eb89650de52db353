package io.github.syr.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    /** What may stand in a record. */
    private record Everything(
            String schema,
            int count,
            double share,
            boolean flag,
            Optional<String> name,
            OptionalInt rank,
            OptionalDouble error,
            List<Inner> list,
            Map<String, Double> map,
            Kind kind) {}

    private record Inner(long number) {}

    private enum Kind {
        EVEN_ODD,
        UNION
    }

    private static final Everything FULL = new Everything(
            "test/1",
            3,
            0.1,
            true,
            Optional.of("ü\n"),
            OptionalInt.of(8),
            OptionalDouble.of(1e-300),
            List.of(new Inner(1L << 60)),
            Map.of("b", 2.0, "a", 1.0),
            Kind.EVEN_ODD);
    private static final Everything EMPTY = new Everything(
            "test/1",
            0,
            0,
            false,
            Optional.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            List.of(),
            Map.of(),
            Kind.UNION);

    @Test
    void recordsComeBackAsTheyWere() {
        for (Everything record : List.of(FULL, EMPTY)) {
            String text = Json.write(RecordJson.toJson(record));
            assertEquals(record, RecordJson.fromJson(Json.parse(text, "here"), Everything.class, "here"));
        }
    }

    @Test
    void keysAreSorted() {
        assertEquals(
                "{\"count\":0,\"error\":null,\"flag\":false,\"kind\":\"union\",\"list\":[],\"map\":{},\"name\":null,\"rank\":null,"
                        + "\"schema\":\"test/1\",\"share\":0.0}",
                Json.writeLine(RecordJson.toJson(EMPTY)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"a\": 2} | the key \"a\" appears twice",
                "{\"a\": NaN} | line 1 column 7",
                "{\"a\": 1,} | line 1 column",
                "{'a': 1} | line 1 column",
                "{\"a\": 01} | line 1 column",
                "{\"a\": 1} x | line 1 column",
                "// comment | line 1 column",
                "[1 2] | line 1 column"
            })
    void refusesWhatIsNoStrictJson(String text, String words) {
        String message = assertThrows(SyrException.class, () -> Json.parse(text, "file.json"))
                .getMessage();
        assertTrue(message.startsWith("file.json: ") && message.contains(words), message);
        assertFalse(message.contains("JsonReader"), message);
    }

    /** In a text and in a key, alone, in the wrong order, and at the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"\\ud800\"]",
                "[\"a\\udfff.png\"]",
                "{\"\\ud83d\": 1}",
                "[\"\\ude00\\ud83d\"]",
                "[\"\\ud83d\\ud83d\\ude00\"]"
            })
    void refusesHalfOfASurrogatePair(String text) {
        SyrException e = assertThrows(SyrException.class, () -> Json.parse(text, "a.json"));
        assertTrue(
                e.getMessage()
                        .matches("a\\.json: is not valid JSON: half of a surrogate pair, \\\\u[0-9a-f]{4}, at .*"),
                e.getMessage());
    }

    @Test
    void readsAWholePair() {
        assertEquals(
                "\ud83d\ude00",
                Json.parse("[\"\\ud83d\\ude00\"]", "a.json")
                        .getAsJsonArray()
                        .get(0)
                        .getAsString());
    }

    @Test
    void refusesDepthAndEmptiness() {
        assertThrows(SyrException.class, () -> Json.parse("[".repeat(200) + "]".repeat(200), "deep"));
        assertTrue(assertThrows(SyrException.class, () -> Json.parse(" ", "empty"))
                .getMessage()
                .contains("it is empty"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"count\":0 | \"count\":0.5 | a whole number",
                "\"count\":0 | \"count\":\"0\" | a finite number",
                "\"flag\":false | \"flag\":0 | true or false",
                "\"flag\":false | \"flag\":false,\"more\":1 | r: $: the key \"more\" is unknown",
                "\"flag\":false, | \"\" | r: $: the key \"flag\" is missing",
                "\"union\" | \"both\" | a known word",
                "\"list\":[] | \"list\":[{\"number\":true}] | $.list[0].number",
                "\"share\":0.0 | \"share\":1e999 | a finite number"
            })
    void refusesRecordsThatAreNotThat(String from, String to, String words) {
        String text = Json.writeLine(RecordJson.toJson(EMPTY)).replace(from, to.equals("\"\"") ? "" : to);
        String message = assertThrows(
                        SyrException.class, () -> RecordJson.fromJson(Json.parse(text, "r"), Everything.class, "r"))
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    /** Exponents that no number can have, as the fuzzer wrote them. */
    @ParameterizedTest
    @CsvSource({"1e99999999999999999999", "1e-99999999999999999999", "1e2147483648", "1.5e-2147483649"})
    void refusesAnIdWhoseExponentIsBeyondAllBounds(String number) {
        JsonCursor cursor = new JsonCursor(Json.parse("[" + number + "]", "f"), "f");
        assertTrue(assertThrows(SyrException.class, () -> cursor.list().get(0).id())
                .getMessage()
                .contains("an id, a number or a string"));
    }

    /** Digits cost time that grows with their square. */
    @Test
    void refusesANumberOfMoreThan400Digits() {
        assertEquals("9".repeat(400), Json.parse("9".repeat(400), "n").getAsString());
        assertTrue(assertThrows(SyrException.class, () -> Json.parse("9".repeat(401), "n"))
                .getMessage()
                .contains("a number of 401 digits"));
    }

    @Test
    void readsAFileOfItsSchemaAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, "{\"schema\":\"a/1\",\"n\":3}");
        assertEquals(new Small("a/1", 3), RecordJson.read(file, Small.class, "a/1"));
        for (String other : List.of("{\"n\":3}", "[]", "{\"schema\":\"a/2\",\"n\":3}", "{\"schema\":null}")) {
            Files.writeString(file, other);
            SyrException e = assertThrows(SyrException.class, () -> RecordJson.read(file, Small.class, "a/1"));
            assertTrue(e.getMessage().contains("; this SYR reads \"a/1\"."), e.getMessage());
        }
    }

    private record Small(String schema, int n) {}

    @Test
    void refusesAFileThatIsNoUtf8(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.json");
        Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
        assertTrue(assertThrows(SyrException.class, () -> Json.read(file))
                .getMessage()
                .contains("a.json: is not UTF-8 text."));
        Files.delete(file);
        assertTrue(assertThrows(SyrException.class, () -> Json.read(file))
                .getMessage()
                .contains("there is no such file"));
    }
}
