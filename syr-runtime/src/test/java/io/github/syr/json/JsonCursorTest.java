package io.github.syr.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of another kind than a reader expects, and what a reader gets of the right kind. */
class JsonCursorTest {

    private static JsonCursor cursor(String json) {
        return new JsonCursor(Json.parse(json, "f.json"), "f.json");
    }

    private static Arguments refused(Function<JsonCursor, ?> read, String json, String message) {
        return Arguments.of(json, read, message);
    }

    static Stream<Arguments> wrongKinds() {
        return Stream.of(
                refused(JsonCursor::text, "1", "f.json: $: is 1; expected: a string"),
                refused(JsonCursor::list, "{}", "f.json: $: is {}; expected: a list"),
                refused(c -> c.find("a"), "[]", "f.json: $: is []; expected: an object"),
                refused(c -> c.get("a"), "{\"a\":null}", "f.json: $: the key \"a\" is missing"),
                refused(c -> c.member("a"), "[]", "f.json: $: is []; expected: an object"),
                refused(JsonCursor::members, "\"a\"", "f.json: $: is \"a\"; expected: an object"),
                refused(JsonCursor::entries, "true", "f.json: $: is true; expected: an object"),
                refused(JsonCursor::id, "true", "expected: an id, a number or a string"),
                refused(JsonCursor::id, "[1]", "expected: an id, a number or a string"),
                refused(JsonCursor::flag, "2", "expected: true, false, 1 or 0"),
                refused(JsonCursor::flag, "\"yes\"", "expected: true, false, 1 or 0"),
                refused(JsonCursor::flag, "[true]", "expected: true, false, 1 or 0"),
                refused(JsonCursor::bool, "\"true\"", "expected: true or false"),
                refused(JsonCursor::number, "[1]", "expected: a finite number"),
                refused(JsonCursor::number, "-1e999", "expected: a finite number"),
                refused(JsonCursor::count, "-1", "expected: a whole number from 0"),
                refused(JsonCursor::count, "0.5", "expected: a whole number from 0"),
                refused(JsonCursor::count, "2147483648", "expected: a whole number from 0"),
                refused(JsonCursor::wholeInt, "2147483648", "expected: a whole number in range"),
                refused(JsonCursor::wholeLong, "9223372036854775808", "expected: a whole number in range"),
                refused(c -> c.numbers(2, "x and y"), "[1]", "is [1]; expected: 2 numbers, x and y"),
                refused(c -> c.numbers(2, "x and y"), "{}", "is {}; expected: 2 numbers, x and y"),
                refused(c -> c.numbers(2, "x and y"), "[1,\"2\"]", "f.json: $[1]: is \"2\"; expected: a finite"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongKinds")
    void refusesAnotherKindThanExpected(String json, Function<JsonCursor, ?> read, String words) {
        SyrException e = assertThrows(SyrException.class, () -> read.apply(cursor(json)));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void refusesKeysOfWhatIsNoObject() {
        assertTrue(assertThrows(SyrException.class, () -> cursor("[]").requireOnly(List.of()))
                .getMessage()
                .contains("expected: an object"));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1.0,1", "-10.00,-10", "1.5,1.5", "1e2,1e2", "'\"1.0\"',1.0", "'\"\"',''"})
    void anIdIsTheSameHoweverItsNumberIsWritten(String json, String id) {
        assertEquals(id, cursor(json).id());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "1,true", "'\"1\"',true", "1.0,true", "false,false", "0,false", "'\"0\"',false"})
    void flagsAreWordsOrDigits(String json, boolean flag) {
        assertEquals(flag, cursor(json).flag());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "false,false", "1,false", "'\"true\"',false", "[true],false", "null,false"})
    void onlyTheWordItselfIsTrue(String json, boolean isTrue) {
        assertEquals(isTrue, cursor(json).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "3.0,3", "2147483647,2147483647"})
    void countsAreWholeAndFitAnInt(String json, int count) {
        assertEquals(count, cursor(json).count());
    }

    @Test
    void numbersKeepTheirOrder() {
        assertArrayEquals(new double[] {1, -2.5}, cursor("[1,-2.5]").numbers(2, "x and y"));
    }

    @Test
    void nullCountsAsMissingUnlessAMemberIsAskedFor() {
        JsonCursor object = cursor("{\"a\":null,\"b c\":1}");
        assertTrue(object.find("a").isEmpty());
        assertTrue(object.find("z").isEmpty());
        assertTrue(object.member("a").isNull());
        assertEquals(List.of("b c"), List.copyOf(object.entries().keySet()));
        assertEquals("f.json: $[\"b c\"]", object.get("b c").place().toString());
        assertEquals("f.json", Place.of("f.json").toString());
        assertFalse(object.isArray());
        assertFalse(cursor("[]").isObject());
    }

    /** A message holds no more than 60 characters of the file. */
    @Test
    void quotesAreCut() {
        assertEquals(
                "\"" + "a".repeat(58) + "\"",
                cursor("\"" + "a".repeat(58) + "\"").quoted());
        assertEquals(
                "\"" + "a".repeat(59) + "…",
                cursor("\"" + "a".repeat(59) + "\"").quoted());
    }
}
