package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelMeReaderTest {

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void aShapeASplit() {
        fixture = new Fixture(folder);
        int number = 1;
        for (String split : List.of("train", "val", "test")) {
            fixture.image(split + "/ring.jpg", 40, 30, number++);
            annotate(split, """
                    {"label": "ring", "points": [[10, 5], [20, 5], [20, 25], [10, 25]], "group_id": null, "shape_type": "polygon", "flags": {}}""");
        }
    }

    private void annotate(String split, String... shapes) {
        fixture.text(split + "/ring.json", """
                {"version": "5.4.1", "flags": {}, "shapes": [%s],
                 "imagePath": "ring.jpg", "imageData": null, "imageHeight": 30, "imageWidth": 40}
                """.formatted(String.join(",\n", shapes)));
    }

    @Test
    void drawsPolygonsAndTakesBoxesFromThem() {
        MaskResult result = fixture.build();
        assertEquals(Format.LABELME, result.format());
        assertEquals(List.of("ring.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(
                Shape.rectangle(10, 5, 20, 25).pixels(40, 30),
                fixture.mask(result, "ring.jpg", 0).bits());
        assertEquals(
                List.of(10.0, 5.0, 20.0, 25.0),
                Fixture.image(result, "ring.jpg").objects().get(0).box());
        assertEquals("ring", Fixture.image(result, "ring.jpg").objects().get(0).label());
    }

    @Test
    void namesTheImagesThatAreMeantByOneNameAlsoWhereTheFileHoldsOne() {
        fixture.image("front/band.jpg", 40, 30, 8);
        fixture.image("side/band.jpg", 40, 30, 9);
        fixture.replace(
                "train/ring.json", "\"ring.jpg\", \"imageData\": null", "\"band.jpg\", \"imageData\": \"AAAA\"");
        assertTrue(fixture.refusal()
                .problem()
                .startsWith(fixture.file("train/ring.json")
                        + ": $.imagePath: the image band.jpg may be any of front/band.jpg, side/band.jpg in "));
    }

    /** The image's file was deleted to save room, for the annotation holds it. */
    @Test
    void takesTheImageThatTheFileHoldsWhereThereIsNone() throws Exception {
        Path image = fixture.file("train/ring.jpg");
        byte[] content = Files.readAllBytes(image);
        String base64 = Base64.getEncoder().encodeToString(content);
        fixture.replace(
                "train/ring.json",
                "\"ring.jpg\", \"imageData\": null",
                "\"own.jpg\", \"imageData\": \"" + base64 + "\"");
        Files.delete(image);
        MaskResult result = fixture.build();
        String file = result.dataset().of(Split.TRAIN).get(0).file();
        assertTrue(file.endsWith("embedded/train/own.jpg"), file);
        Path written = fixture.file("").resolve(file).normalize();
        assertArrayEquals(content, Files.readAllBytes(written));
    }

    @Test
    void namesAnImageThatTheFileHoldsAndThatIsNone() throws Exception {
        Files.delete(fixture.file("train/ring.jpg"));
        fixture.replace(
                "train/ring.json", "\"ring.jpg\", \"imageData\": null", "\"own.jpg\", \"imageData\": \"UEsDBA==\"");
        String problem = fixture.refusal().problem();
        assertTrue(problem.contains("embedded/train/own.jpg: "), problem);
        fixture.replace("train/ring.json", "UEsDBA==", "A");
        assertTrue(fixture.refusal().problem().contains("$.imageData: is not base64: "), "base64");
        fixture.replace("train/ring.json", "\"imagePath\": \"own.jpg\"", "\"imagePath\": \"a/..\"");
        assertTrue(fixture.refusal().problem().contains("ends in no name of a file"), "name");
    }

    @Test
    void joinsShapesOfOneLabelAndGroupEvenOddAndKeepsOthersApart() {
        annotate(
                "train",
                "{\"label\": \"ring\", \"points\": [[2, 2], [22, 22]], \"group_id\": 1, \"shape_type\": \"rectangle\"}",
                "{\"label\": \"ring\", \"points\": [[12, 12], [12, 16]], \"group_id\": 1, \"shape_type\": \"circle\"}",
                "{\"label\": \"stone\", \"points\": [[4, 4], [6, 6]], \"group_id\": 1, \"shape_type\": \"rectangle\"}",
                "{\"label\": \"ring\", \"points\": [[30, 2], [36, 8]], \"group_id\": 2, \"shape_type\": \"rectangle\"}",
                "{\"label\": \"ring\", \"points\": [[30, 12], [36, 18]], \"shape_type\": \"rectangle\"}");
        MaskResult result = fixture.build();
        assertEquals(
                List.of("ring", "stone", "ring", "ring"),
                result.dataset().of(Split.TRAIN).get(0).objects().stream()
                        .map(object -> object.label())
                        .toList());
        BitSet ring = Shape.rectangle(2, 2, 22, 22).pixels(40, 30);
        ring.andNot(new Shape.Ellipse(12, 12, 4, 4, 0).pixels(40, 30));
        assertEquals(ring, fixture.mask(result, "ring.jpg", 0).bits(), "a circle in a rectangle is its hole");
        assertEquals(
                List.of(30.0, 12.0, 36.0, 18.0),
                result.dataset().of(Split.TRAIN).get(0).objects().get(3).box());
    }

    @Test
    void readsMasksOfTheAssistant() throws IOException {
        // LabelMe saves 0 and 1 as grey levels
        BufferedImage patch = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        patch.getRaster().setSample(0, 0, 0, 1);
        patch.getRaster().setSample(2, 1, 0, 1);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(patch, "png", png);
        annotate(
                "train",
                "{\"label\": \"ring\", \"points\": [[5, 6], [7, 7]], \"shape_type\": \"mask\", \"mask\": \""
                        + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"}");
        BinaryMask mask = fixture.mask(fixture.build(), "ring.jpg", 0);
        assertEquals(List.of(2, true, true), List.of(mask.area(), mask.get(5, 6), mask.get(7, 7)));
    }

    /** 259 KB of a file that would take gigabytes. */
    @Test
    void refusesAMaskThatClaimsToBeHuge() {
        byte[] png = PngFile.bytes(new BinaryMask(3, 2));
        ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 40_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        annotate(
                "train",
                "{\"label\": \"ring\", \"points\": [[5, 6], [8, 7]], \"shape_type\": \"mask\", \"mask\": \""
                        + Base64.getEncoder().encodeToString(png) + "\"}");
        assertTrue(
                fixture.refusal().problem().endsWith("is a PNG of 40000 x 40000 pixels, more than are read."),
                fixture.refusal().problem());
    }

    /** Up and down: 1,500,000 edges over all of the image's 30 rows. */
    @Test
    void refusesAnOutlineThatTakesTooLong() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < 750_000; i++) {
            points.append(i == 0 ? "" : ",").append("[%d,0],[9,30]".formatted(i % 30));
        }
        annotate("train", "{\"label\": \"ring\", \"points\": [" + points + "], \"shape_type\": \"polygon\"}");
        String problem = fixture.refusal().problem();
        assertTrue(
                problem.endsWith("its outline crosses the rows of the image 45000000 times, more than 20000000."),
                problem);
    }

    /** At the right border LabelMe's second point lies one pixel farther than its mask reaches. */
    @Test
    void readsAMaskAtItsFirstPointWithItsOwnSize() {
        BinaryMask patch = new BinaryMask(3, 2);
        patch.bits().set(0, 6);
        annotate(
                "train",
                "{\"label\": \"ring\", \"points\": [[5, 6], [8, 7]], \"shape_type\": \"mask\", \"mask\": \""
                        + Base64.getMimeEncoder(20, new byte[] {'\n'})
                                .encodeToString(PngFile.bytes(patch))
                                .replace("\n", "\\n")
                        + "\"}");
        assertEquals(
                Shape.rectangle(5, 6, 8, 8).pixels(40, 30).cardinality(),
                fixture.mask(fixture.build(), "ring.jpg", 0).area());
    }

    @Test
    void takesTheLabelsThatAreAskedForAndDoesNotMindShapesOfOthers() {
        annotate(
                "train",
                "{\"label\": \"scratch\", \"points\": [[2, 2], [22, 22]], \"shape_type\": \"line\"}",
                "{\"label\": \"ring\", \"points\": [[30, 2], [36, 8]], \"shape_type\": \"rectangle\"}");
        fixture.labels = List.of("ring");
        assertEquals(
                1, fixture.build().dataset().of(Split.TRAIN).get(0).objects().size());
        fixture.labels = List.of();
        assertTrue(fixture.refusal()
                .problem()
                .endsWith("$.shapes[0]: the shape type \"line\" has no area that SYR knows."));
        fixture.labels = List.of("rink");
        assertTrue(fixture.refusal().problem().endsWith("the label \"rink\" is unknown: known are ring, scratch."));
    }

    @Test
    void findsImagesBesideTheFolderOfAnnotations() {
        fixture.image("train/images/other.jpg", 40, 30, 44);
        fixture.text(
                "train/labels/other.json",
                Fixture.read(fixture.file("train/ring.json")).replace("ring.jpg", "..\\\\images\\\\other.jpg"));
        MaskResult result = fixture.build();
        assertEquals(List.of("other.jpg", "ring.jpg"), Fixture.names(result, Split.TRAIN));
        assertEquals(
                "train/images/other.jpg", Fixture.image(result, "other.jpg").file());
    }

    @Test
    void refusesAnnotationsOfAnotherSize() {
        fixture.replace("train/ring.json", "\"imageWidth\": 40", "\"imageWidth\": 80");
        assertTrue(fixture.refusal().problem().contains("the annotations are for an image of 80 x 30 pixels, but "));
    }
}
