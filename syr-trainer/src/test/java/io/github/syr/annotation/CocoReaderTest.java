package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Event.Level;
import io.github.syr.message.Request;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.Format;
import io.github.syr.message.Request.PolygonHoles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoReaderTest {

    private static final String SQUARE = "[[10, 5, 20, 5, 20, 25, 10, 25]]";

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void aFileASplit() {
        fixture = new Fixture(folder);
        int number = 1;
        for (String split : List.of("train", "val", "test")) {
            fixture.image(split + "2017/" + split + ".jpg", 60, 40, number++);
            annotate(split, annotation(1, SQUARE, ""));
        }
    }

    private void annotate(String split, String... annotations) {
        fixture.text(
                "annotations/instances_" + split + "2017.json", """
                {"info": {}, "licenses": [],
                 "images": [{"id": 7, "file_name": "%s.jpg", "width": 60, "height": 40}],
                 "categories": [{"id": 1, "name": "ring", "supercategory": "jewel"}, {"id": 3, "name": "stone"}],
                 "annotations": [%s]}
                """.formatted(split, String.join(",\n", annotations)));
    }

    private static String annotation(int category, String segmentation, String more) {
        return "{\"id\": 5, \"image_id\": 7, \"category_id\": " + category + ", \"segmentation\": " + segmentation
                + more + "}";
    }

    @Test
    void readsPolygonsAndTurnsBoxesIntoCorners() {
        annotate("train", annotation(1, SQUARE, ", \"area\": 200, \"iscrowd\": 0, \"bbox\": [9.5, 4.25, 11, 21.5]"));
        MaskResult result = fixture.build();
        assertEquals(Format.COCO, result.format());
        assertEquals(List.of("val.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(
                Shape.rectangle(10, 5, 20, 25).pixels(60, 40),
                fixture.mask(result, "train.jpg", 0).bits());
        assertEquals(
                List.of(9.5, 4.25, 20.5, 25.75),
                Fixture.image(result, "train.jpg").objects().get(0).box());
        assertEquals(
                List.of(10.0, 5.0, 20.0, 25.0),
                Fixture.image(result, "val.jpg").objects().get(0).box());
        assertEquals("train2017/train.jpg", Fixture.image(result, "train.jpg").file());
        assertEquals("ring", Fixture.image(result, "train.jpg").objects().get(0).label());
    }

    @Test
    void replacesABoxThatIsTooNarrowForANumberOfTheModel() {
        annotate(
                "train",
                annotation(1, "[[0, 5, 3, 5, 3, 25, 0, 25]]", ", \"bbox\": [0, 5, 1e-300, 20], \"iscrowd\": 0"));
        assertEquals(
                List.of(0.0, 5.0, 3.0, 25.0),
                Fixture.image(fixture.build(), "train.jpg").objects().get(0).box());
        assertEquals(
                List.of("1 box is inverted or empty, and the mask's own is taken: "
                        + fixture.file("annotations/instances_train2017.json") + ": $.annotations[0]."),
                fixture.warnings());
    }

    @Test
    void readsBothFormsOfRunLengths() throws IOException {
        JsonObject ring = ShapeTest.fixture("coco-rle.json").findFirst().orElseThrow();
        annotate(
                "train",
                annotation(1, "{\"size\": [40, 60], \"counts\": " + ring.get("compressed") + "}", ""),
                annotation(3, "{\"size\": [40, 60], \"counts\": " + ring.get("counts") + "}", ""));
        MaskResult result = fixture.build();
        assertEquals(ShapeTest.rows(ring), Fixture.text(fixture.mask(result, "train.jpg", 0)));
        assertEquals(ShapeTest.rows(ring), Fixture.text(fixture.mask(result, "train.jpg", 1)));
        assertEquals(
                "masks/train/train_2.png",
                Fixture.image(result, "train.jpg").objects().get(1).mask());
    }

    @Test
    void unitesPolygonsUnlessEvenOddIsAskedFor() {
        annotate("train", annotation(1, "[[10, 5, 30, 5, 30, 25, 10, 25], [15, 10, 20, 10, 20, 20, 15, 20]]", ""));
        BitSet outer = Shape.rectangle(10, 5, 30, 25).pixels(60, 40);
        assertEquals(outer, fixture.mask(fixture.build(), "train.jpg", 0).bits());
        fixture.polygonHoles = PolygonHoles.EVEN_ODD;
        outer.andNot(Shape.rectangle(15, 10, 20, 20).pixels(60, 40));
        assertEquals(outer, fixture.mask(fixture.build(), "train.jpg", 0).bits());
    }

    @Test
    void leavesCrowdsOutWithACount() {
        annotate(
                "train",
                annotation(1, SQUARE, ""),
                annotation(1, "{\"size\": [40, 60], \"counts\": [2400]}", ", \"iscrowd\": 1"));
        fixture.crowd = Crowd.EXCLUDE;
        assertEquals(1, Fixture.image(fixture.build(), "train.jpg").objects().size());
        assertEquals(
                List.of("1 annotation with iscrowd 1 is left out, as <crowd>exclude</crowd> says: "
                        + fixture.file("annotations/instances_train2017.json") + ": $.annotations[1]."),
                fixture.warnings());
    }

    @Test
    void leavesImagesWithoutAnObjectOutWithACount() {
        fixture.labels = List.of("ring");
        fixture.image("train2017/none.jpg", 60, 40, 30);
        fixture.replace(
                "annotations/instances_train2017.json",
                "\"images\": [",
                "\"images\": [{\"id\": 8, \"file_name\": \"none.jpg\"}, ");
        assertEquals(List.of("train.jpg"), Fixture.names(fixture.build(), Split.TRAIN));
        assertEquals(List.of("1 image without an object is left out."), fixture.notes(Level.INFO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.jpg",
                "images/train.jpg",
                "annotations/train.jpg",
                "annotations/images/train.jpg",
                "train/train.jpg",
                "images/train2017/train.jpg",
                "train/images/train.jpg"
            })
    void findsImagesWhereTheyUsuallyLie(String place) throws IOException {
        Files.createDirectories(fixture.file(place).getParent());
        Files.move(fixture.file("train2017/train.jpg"), fixture.file(place));
        assertEquals(place, Fixture.image(fixture.build(), "train.jpg").file());
    }

    @Test
    void readsOneFileWhoseImagesLieInFoldersOfSplits() throws IOException {
        fixture.text("all.json", """
                {"images": [{"id": 1, "file_name": "train2017/train.jpg"}, {"id": 2, "file_name": "val2017/val.jpg"},
                            {"id": "x", "file_name": "test2017/test.jpg"}],
                 "categories": [{"id": 1, "name": "ring"}],
                 "annotations": [{"image_id": 1, "category_id": 1, "segmentation": %1$s}, {"image_id": 2, "category_id": 1, "segmentation": %1$s},
                                 {"image_id": "x", "category_id": 1, "segmentation": %1$s}]}
                """.formatted(SQUARE));
        fixture.path = fixture.file("all.json").toString();
        assertEquals(List.of("val.jpg"), Fixture.names(fixture.build(), Split.VALIDATION));
    }

    @Test
    void takesCoordinatesAsThoseOfTheUprightImage() throws IOException {
        // stored lying, 60 x 40, and turned by EXIF: upright it is 40 x 60
        Path image = fixture.file("train2017/train.jpg");
        Files.write(image, turned(Files.readAllBytes(image)));
        annotate("train", annotation(1, "[[5, 45, 30, 45, 30, 58, 5, 58]]", ""));
        fixture.replace(
                "annotations/instances_train2017.json",
                "\"width\": 60, \"height\": 40",
                "\"width\": 40, \"height\": 60");
        MaskResult result = fixture.build();
        assertEquals(
                Shape.rectangle(5, 45, 30, 58).pixels(40, 60),
                fixture.mask(result, "train.jpg", 0).bits());
        assertEquals(
                List.of(40, 60),
                List.of(
                        Fixture.image(result, "train.jpg").width(),
                        Fixture.image(result, "train.jpg").height()));
    }

    /** A JPEG with an EXIF segment that says orientation 6, a quarter turn to the right. */
    private static byte[] turned(byte[] jpeg) {
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void takesTheSameImageInTwoFilesForAMistake() throws IOException {
        Files.copy(
                fixture.file("annotations/instances_train2017.json"), fixture.file("annotations/again_train2017.json"));
        assertTrue(fixture.refusal().problem().contains("the image train2017/train.jpg is annotated twice; first at "));
    }

    @Test
    void readsInstancesAmongTheirNeighbours() throws IOException {
        String keypoints = Fixture.read(fixture.file("annotations/instances_train2017.json"))
                .replaceFirst("\"category_id\"", "\"keypoints\": [1, 2, 2], \"category_id\"");
        fixture.text("annotations/person_keypoints_train2017.json", keypoints);
        fixture.text("annotations/captions_train2017.json", """
                {"images": [{"id": 1, "file_name": "train.jpg"}],
                 "annotations": [{"id": 1, "image_id": 1, "caption": "a ring"}]}
                """);
        fixture.text("annotations/panoptic_train2017.json", """
                {"images": [{"id": 1, "file_name": "train.jpg"}],
                 "annotations": [{"image_id": 1, "file_name": "a.png", "segments_info": [{"category_id": 1}]}]}
                """);
        assertEquals(3, fixture.build().dataset().images().size());
        assertEquals(List.of(), fixture.warnings());
    }

    @Test
    void findsImagesBesideTheFolderOfANamedFile() throws IOException {
        String all = "{\"images\": [%s], \"categories\": [{\"id\": 1, \"name\": \"ring\"}], \"annotations\": [%s]}";
        List<String> images = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (String split : List.of("train", "val", "test")) {
            images.add("{\"id\": \"%s\", \"file_name\": \"%s2017/%s.jpg\"}".formatted(split, split, split));
            annotations.add(
                    "{\"image_id\": \"%s\", \"category_id\": 1.0, \"segmentation\": %s}".formatted(split, SQUARE));
        }
        fixture.path = fixture.text(
                        "annotations/all.json", all.formatted(String.join(",", images), String.join(",", annotations)))
                .toString();
        assertEquals(3, fixture.build().dataset().images().size());
    }

    @Test
    void parsesAFileOnceForDetectionAndReading() throws IOException {
        Request.DataSource settings = new Request.DataSource(
                folder.resolve("dataset").toString(),
                Format.COCO,
                List.of(),
                Optional.empty(),
                Request.MaskRules.DEFAULT);
        DatasetFolder dataset = DatasetFolder.open(settings, folder.resolve("out"));
        assertEquals(Format.COCO, Formats.detect(dataset));
        for (Path file : dataset.jsonFiles()) {
            Files.delete(file);
        }
        assertEquals(3, new CocoReader().read(dataset, settings).images().size());
    }
}
