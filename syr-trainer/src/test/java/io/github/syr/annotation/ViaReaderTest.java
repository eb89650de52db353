package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException.Kind;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViaReaderTest {

    private static final String POLYGON =
            "{\"shape_attributes\": {\"name\": \"polygon\", \"all_points_x\": [10, 20, 20, 10], \"all_points_y\": [5, 5, 25, 25]},"
                    + " \"region_attributes\": {\"class\": \"ring\"}}";

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void aFileASplit() {
        fixture = new Fixture(folder);
        int number = 1;
        for (String split : List.of("train", "val", "test")) {
            fixture.image(split + "/" + split + ".jpg", 40, 30, number++);
            annotate(split, POLYGON);
        }
    }

    private void annotate(String split, String... regions) {
        fixture.text(split + "/via_region_data.json", """
                {"%1$s.jpg12345": {"filename": "%1$s.jpg", "size": 12345, "regions": [%2$s], "file_attributes": {}}}
                """.formatted(split, String.join(",\n", regions)));
    }

    private static String region(String shape, String attributes) {
        return "{\"shape_attributes\": {" + shape + "}, \"region_attributes\": {" + attributes + "}}";
    }

    private static Dataset.Image train(MaskResult result) {
        return Fixture.image(result, "train.jpg");
    }

    @Test
    void readsRegionsAsExported() {
        MaskResult result = fixture.build();
        assertEquals(Format.VIA, result.format());
        assertEquals(List.of("val.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(
                Shape.rectangle(10, 5, 20, 25).pixels(40, 30),
                fixture.mask(result, "train.jpg", 0).bits());
        assertEquals("ring", train(result).objects().get(0).label());
    }

    @Test
    void readsAProject() {
        fixture.text("via_project.json", """
                {"_via_settings": {"ui": {}}, "_via_attributes": {"region": {}, "file": {}}, "_via_data_format_version": "2.0.10",
                 "_via_img_metadata": {
                   "a": {"filename": "train/train.jpg", "size": -1, "regions": [%1$s], "file_attributes": {}},
                   "b": {"filename": "val/val.jpg", "size": -1, "regions": {"0": %1$s}, "file_attributes": {}},
                   "c": {"filename": "test/test.jpg", "size": -1, "regions": [%1$s], "file_attributes": {}}}}
                """.formatted(POLYGON));
        fixture.path = fixture.file("via_project.json").toString();
        MaskResult result = fixture.build();
        assertEquals(List.of("val.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(200, fixture.mask(result, "val.jpg", 0).area());
    }

    @Test
    void readsRectanglesWithTheirBoxCirclesAndEllipses() {
        annotate(
                "train",
                region("\"name\": \"rect\", \"x\": 3, \"y\": 4.5, \"width\": 7, \"height\": 8", ""),
                region("\"name\": \"circle\", \"cx\": 20, \"cy\": 15, \"r\": 6", ""),
                region("\"name\": \"ellipse\", \"cx\": 20, \"cy\": 15, \"rx\": 9, \"ry\": 3, \"theta\": 0.5", ""));
        MaskResult result = fixture.build();
        assertEquals(
                List.of(3.0, 4.5, 10.0, 12.5), train(result).objects().get(0).box());
        assertEquals(
                Shape.rectangle(3, 4.5, 10, 12.5).pixels(40, 30),
                fixture.mask(result, "train.jpg", 0).bits());
        assertEquals(
                new Shape.Ellipse(20, 15, 6, 6, 0).pixels(40, 30),
                fixture.mask(result, "train.jpg", 1).bits());
        assertEquals(
                new Shape.Ellipse(20, 15, 9, 3, 0.5).pixels(40, 30),
                fixture.mask(result, "train.jpg", 2).bits());
        assertEquals(
                List.of(14.0, 9.0, 26.0, 21.0), train(result).objects().get(1).box());
    }

    @Test
    void joinsRegionsOfOneGroupEvenOdd() {
        annotate(
                "train",
                region(
                        "\"name\": \"circle\", \"cx\": 20, \"cy\": 15, \"r\": 12",
                        "\"class\": \"ring\", \"group_id\": \"1\""),
                region(
                        "\"name\": \"circle\", \"cx\": 20, \"cy\": 15, \"r\": 6",
                        "\"class\": \"ring\", \"group_id\": \"1\""));
        MaskResult result = fixture.build();
        BitSet ring = new Shape.Ellipse(20, 15, 12, 12, 0).pixels(40, 30);
        ring.andNot(new Shape.Ellipse(20, 15, 6, 6, 0).pixels(40, 30));
        assertEquals(1, train(result).objects().size());
        assertEquals(ring, fixture.mask(result, "train.jpg", 0).bits());
    }

    @Test
    void findsTheLabelAmongAttributes() {
        String square = "\"name\": \"rect\", \"x\": 3, \"y\": 4, \"width\": 7, \"height\": 8";
        annotate(
                "train",
                region(square, "\"metal\": \"gold\", \"label\": \"ring\""),
                region(square, "\"metal\": \"gold\""),
                region(square, "\"type\": {\"ring\": true}"),
                region(square, ""));
        assertEquals(
                List.of("ring", "gold", "ring", ""),
                train(fixture.build()).objects().stream()
                        .map(Dataset.ObjectEntry::label)
                        .toList());
        fixture.labels = List.of("gold", "ring");
        assertEquals(3, train(fixture.build()).objects().size());
    }

    @Test
    void refusesWhatHasNoAreaByName() {
        annotate("train", region("\"name\": \"polyline\", \"all_points_x\": [1, 2], \"all_points_y\": [1, 2]", ""));
        assertTrue(
                fixture.refusal()
                        .problem()
                        .endsWith(
                                "via_region_data.json: $[\"train.jpg12345\"].regions[0].shape_attributes: the region shape \"polyline\" has no area that SYR knows."));
    }

    @Test
    void refusesAttributesAmongWhichNobodyCanTellTheLabel() {
        annotate(
                "train",
                region(
                        "\"name\": \"rect\", \"x\": 3, \"y\": 4, \"width\": 7, \"height\": 8",
                        "\"metal\": \"gold\", \"stone\": \"no\""));
        assertTrue(fixture.refusal()
                .problem()
                .contains("has several attributes, and none of them is called label, class, category, name, type."));
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-300", "10, 1e-300", "0.5, 1e-300", "0.49999999999999994, 1e-300", "10, 4.9e-324"})
    void leavesOutWhatIsTooNarrowForAPixel(String x, String width) {
        String rectangle = "\"name\": \"rect\", \"x\": " + x + ", \"y\": 5, \"width\": " + width + ", \"height\": 20";
        String ellipse = "\"name\": \"ellipse\", \"cx\": " + x + ", \"cy\": 5, \"rx\": " + width + ", \"ry\": 1e-300";
        annotate("train", region(rectangle, ""), POLYGON);
        assertEquals(1, train(fixture.build()).objects().size());
        assertEquals(
                List.of("1 object has no area and is left out: " + fixture.file("train/via_region_data.json")
                        + ": $[\"train.jpg12345\"].regions[0].shape_attributes."),
                fixture.warnings());
        annotate("train", region(rectangle, ""), region(ellipse, ""));
        assertEquals(Kind.BAD_DATA, fixture.refusal().kind());
        annotate(
                "train",
                region(rectangle, "\"label\": \"ring\", \"group_id\": 1"),
                region(ellipse, "\"label\": \"ring\", \"group_id\": 1"),
                POLYGON.replace("\"class\"", "\"group_id\": 1, \"label\""));
        assertEquals(1, train(fixture.build()).objects().size());
    }
}
