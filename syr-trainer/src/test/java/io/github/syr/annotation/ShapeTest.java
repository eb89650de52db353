package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.syr.image.BinaryMask;
import io.github.syr.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {

    static Stream<JsonObject> polygons() throws IOException {
        return fixture("polygons.json");
    }

    static Stream<JsonObject> fixture(String name) throws IOException {
        try (InputStream in = ShapeTest.class.getResourceAsStream(name)) {
            JsonElement cases = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
            return StreamSupport.stream(cases.getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsJsonObject);
        }
    }

    static String rows(JsonObject json) {
        StringBuilder rows = new StringBuilder();
        json.getAsJsonArray("rows")
                .forEach(row -> rows.append(row.getAsString()).append('\n'));
        return rows.toString();
    }

    @ParameterizedTest
    @MethodSource("polygons")
    void takesThePixelsWhoseCentresExactArithmeticFindsInside(JsonObject json) {
        Shape polygon = new Shape.Polygon(numbers(json, "x"), numbers(json, "y"));
        assertEquals(rows(json), text(polygon, 20, 16));
    }

    /** Against each centre by itself, with corners on centres, on edges of pixels and outside of the image. */
    @Test
    void takesThePixelsThatEachCentreByItselfTakes() {
        Random random = new Random(3);
        for (int n = 0; n < 300; n++) {
            int corners = 3 + random.nextInt(20);
            double[] x = random.doubles(corners, -4, 24)
                    .map(v -> Math.rint(2 * v) / 2)
                    .toArray();
            double[] y = random.doubles(corners, -4, 20)
                    .map(v -> Math.rint(2 * v) / 2)
                    .toArray();
            Shape.Polygon polygon = new Shape.Polygon(x, y);
            BitSet pixels = polygon.pixels(20, 16);
            for (int i = 0; i < 20 * 16; i++) {
                assertEquals(
                        isInside(x, y, i % 20 + 0.5, i / 20 + 0.5), pixels.get(i), "polygon " + n + ", pixel " + i);
            }
        }
    }

    private static boolean isInside(double[] x, double[] y, double px, double py) {
        boolean inside = false;
        for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
            boolean crosses = (y[i] <= py) != (y[j] <= py);
            inside ^= crosses && px >= x[i] + (py - y[i]) * (x[j] - x[i]) / (y[j] - y[i]);
        }
        return inside;
    }

    /** As fast as its outline is long: each edge is looked at in its own rows alone. */
    @Test
    void drawsHundredsOfThousandsOfCorners() {
        int corners = 300_000;
        double[] x = new double[corners];
        double[] y = new double[corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            x[i] = 5000 + 4000 * Math.cos(angle);
            y[i] = 5000 + 4000 * Math.sin(angle);
        }
        Shape.Polygon circle = new Shape.Polygon(x, y);
        assertEquals(16_000, circle.crossings(10_000), 10);
        BitSet pixels = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> circle.pixels(10_000, 10_000));
        assertEquals(Math.PI * 4000 * 4000, pixels.cardinality(), 100);
    }

    private static double[] numbers(JsonObject json, String key) {
        return json.getAsJsonArray(key).asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static String text(Shape shape, int width, int height) {
        return Fixture.text(new BinaryMask(width, height, shape.pixels(width, height)));
    }

    @Test
    void aRectangleOfWholeNumbersEndsBeforeItsSecondCorner() {
        assertEquals("""
                .....
                ..##.
                ..##.
                .....
                """, text(Shape.rectangle(2, 1, 4, 3), 5, 4));
    }

    @Test
    void aRectangleMayBeGivenFromAnyCorner() {
        assertEquals(
                Shape.rectangle(2, 1, 4, 3).pixels(5, 4),
                Shape.rectangle(4, 3, 2, 1).pixels(5, 4));
    }

    @Test
    void aCentreOnTheLeftOrUpperEdgeBelongsAndOnTheRightOrLowerDoesNot() {
        assertEquals("""
                ....
                .##.
                .##.
                ....
                """, text(Shape.rectangle(1.5, 1.5, 3.5, 3.5), 4, 4));
    }

    @Test
    void neighboursShareNoPixelAndLeaveNone() {
        Shape one = new Shape.Polygon(new double[] {0, 7, 3, 0}, new double[] {0, 0, 9, 9});
        Shape two = new Shape.Polygon(new double[] {7, 12, 12, 3}, new double[] {0, 0, 9, 9});
        BitSet both = one.pixels(12, 9);
        both.and(two.pixels(12, 9));
        BitSet either = one.pixels(12, 9);
        either.or(two.pixels(12, 9));
        assertEquals(List.of(0, 108), List.of(both.cardinality(), either.cardinality()), "shared, covered");
    }

    @Test
    void aCircleHoldsTheCentresWithinItsRadius() {
        assertEquals("""
                ......
                ..##..
                .####.
                .####.
                ..##..
                ......
                """, text(new Shape.Ellipse(3, 3, 2, 2, 0), 6, 6));
    }

    @Test
    void anEllipseTurnsFromXTowardsY() {
        String lying = text(new Shape.Ellipse(5, 5, 4, 1, 0), 10, 10);
        String standing = text(new Shape.Ellipse(5, 5, 4, 1, StrictMath.PI / 2), 10, 10);
        BinaryMask diagonal = new BinaryMask(10, 10, new Shape.Ellipse(5, 5, 4, 1, StrictMath.PI / 4).pixels(10, 10));
        assertEquals(
                "######", lying.lines().skip(4).findFirst().orElseThrow().replace(".", ""), "width of the lying one");
        assertEquals(6, standing.lines().filter(row -> row.contains("#")).count(), "height of the standing one");
        assertEquals(List.of(true, false), List.of(diagonal.get(7, 7), diagonal.get(2, 7)), "y grows downwards");
    }

    @Test
    void whatLiesOutsideTheImageIsCutOff() {
        assertEquals("""
                ##.
                ##.
                """, text(Shape.rectangle(-5, -5, 2, 50), 3, 2));
        assertEquals("""
                ...
                ..#
                """, text(new Shape.Patch(2, 1, true, () -> full(4, 4)), 3, 2));
    }

    private static BinaryMask full(int width, int height) {
        return new BinaryMask(
                width, height, Shape.rectangle(0, 0, width, height).pixels(width, height));
    }
}
