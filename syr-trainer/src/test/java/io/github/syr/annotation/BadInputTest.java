package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.error.SyrException.Kind;
import io.github.syr.message.Request.Format;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A valid data set, damaged in one way; and the whole of what the user reads about it. */
class BadInputTest {

    private static final String ENTRY = "annotations.json: $.train[\"train.jpg\"]";
    private static final String BOX = "[9, 4.5, 21, 26]";
    private static final String MASK = "./dataset/train/masks/train.png";

    @TempDir
    Path folder;

    /** @param problem as it has to be, the data set's folder written as DATA */
    private record Case(String name, Kind kind, Consumer<Fixture> damage, String problem) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case data(String name, Consumer<Fixture> damage, String problem) {
        return new Case(name, Kind.BAD_DATA, damage, problem);
    }

    private static Case request(String name, Consumer<Fixture> damage, String problem) {
        return new Case(name, Kind.BAD_REQUEST, damage, problem);
    }

    private static Consumer<Fixture> json(String from, String to) {
        return fixture -> fixture.replace("annotations.json", from, to);
    }

    private static Case box(String name, String box, String problem) {
        return data("box " + name, json(BOX, box), "DATA/" + ENTRY + problem);
    }

    static Stream<Case> images() {
        String image = "train/images/train.jpg";
        return Stream.of(
                data(
                        "image missing",
                        f -> f.delete(image),
                        "DATA/" + ENTRY + ": the image train.jpg is missing: no file in DATA has this name."),
                data("image empty", f -> f.bytes(image, new byte[0]), "DATA/" + image + ": is empty."),
                data(
                        "image truncated",
                        f -> f.bytes(image, cutOff(f.file(image))),
                        "DATA/" + image + ": the JPEG image is truncated: …"),
                data(
                        "no image at all",
                        f -> f.text(image, "Dear Sir or Madam, here is no image."),
                        "DATA/" + image + ": is text, not an image; …"),
                data(
                        "image twice",
                        f -> copy(f.file(image), f.file("test/images/test.jpg")),
                        "DATA: the same image is in two splits: train/images/train.jpg (train) and test/images/test.jpg (test)."));
    }

    static Stream<Case> masks() {
        String mask = "DATA/train/masks/train.png";
        return Stream.of(
                data(
                        "mask missing",
                        f -> f.delete("train/masks/train.png"),
                        "DATA/" + ENTRY + ".mask_path: the mask " + MASK
                                + " is missing: no file in DATA has this name."),
                data(
                        "mask of another size",
                        f -> f.mask("train/masks/train.png", 30, 40, 0, 0, 5, 5),
                        mask + ": the mask has 30 x 40 pixels, but the upright image has 40 x 30 pixels."),
                data(
                        "mask all black",
                        f -> f.mask("train/masks/train.png", 40, 30, 0, 0, 0, 0),
                        mask
                                + ": the mask is empty: its values are 0 (1200 pixels), but a pixel belongs from the grey level 128 on."),
                data("mask empty", f -> f.bytes("train/masks/train.png", new byte[0]), mask + ": is empty."),
                data(
                        "mask path absolute",
                        json(MASK, "/etc/passwd.png"),
                        "DATA/" + ENTRY
                                + ".mask_path: the mask /etc/passwd.png is missing: no file in DATA has this name."),
                data(
                        "mask path of a drive",
                        json(MASK, "C:\\\\masks\\\\ring.png"),
                        "DATA/" + ENTRY
                                + ".mask_path: the mask C:/masks/ring.png is missing: no file in DATA has this name."),
                data(
                        "mask path outside",
                        json(MASK, "../secret/ring.png"),
                        "DATA/" + ENTRY
                                + ".mask_path: the mask ../secret/ring.png is missing: no file in DATA has this name."),
                data(
                        "mask path a number",
                        json('"' + MASK + '"', "7"),
                        "DATA/" + ENTRY + ".mask_path: is 7; expected: a string."),
                data(
                        "no mask path",
                        json("\"mask_path\": \"" + MASK + "\", ", ""),
                        "DATA/" + ENTRY + ": the key \"mask_path\" is missing."));
    }

    static Stream<Case> boxes() {
        return Stream.of(
                box(
                        "outside",
                        "[9, 4, 41, 26]",
                        ": the box 9.0, 4.0, 41.0, 26.0 (x0, y0, x1, y1) is not the mask's, whose own box is 10.0, 5.0, 20.0, 25.0 (x0, y0, x1, y1), on an image of 40 x 30 pixels."),
                box(
                        "before it",
                        "[-3, 4, 20, 26]",
                        ": the box -3.0, 4.0, 20.0, 26.0 (x0, y0, x1, y1) is not the mask's, whose own box is 10.0, 5.0, 20.0, 25.0 (x0, y0, x1, y1), on an image of 40 x 30 pixels."),
                box(
                        "beside the mask",
                        "[25, 4, 35, 26]",
                        ": the box 25.0, 4.0, 35.0, 26.0 (x0, y0, x1, y1) is not the mask's, …"),
                box("of three numbers", "[9, 4, 21]", ".bbox: is [9,4,21]; expected: 4 numbers, x0, y0, x1, y1."),
                box("that is a text", "\"9 4 21 26\"", ".bbox: is \"9 4 21 26\"; expected: 4 numbers, x0, y0, x1, y1."),
                box("with a text", "[9, \"4\", 21, 26]", ".bbox[1]: is \"4\"; expected: a finite number."),
                box("beyond all numbers", "[9, 4, 1e999, 26]", ".bbox[2]: is 1e999; expected: a finite number."),
                data(
                        "box with NaN",
                        json(BOX, "[9, NaN, 21, 26]"),
                        "DATA/annotations.json: is not valid JSON: … at line 2 column 87 …"));
    }

    static Stream<Case> files() {
        String oneSplit = "{\"train\": {\"train.jpg\": {\"mask_path\": \"train/masks/train.png\"}}, \"test\": {}}";
        String testEntry =
                "{\"test.jpg\": {\"mask_path\": \"./dataset/test/masks/test.png\", \"bbox\": [10, 5, 20, 25]}}";
        return Stream.of(
                data(
                        "JSON broken",
                        json("\"test\": {", "\"test\" {"),
                        "DATA/annotations.json: is not valid JSON: Expected ':' at line 4 column 11 …"),
                data(
                        "JSON ends early",
                        f -> f.text("annotations.json", "{\"train\": {"),
                        "DATA/annotations.json: is not valid JSON: End of input at line 1 column 12 …"),
                data("JSON empty", f -> f.text("annotations.json", ""), "DATA/annotations.json: is not valid JSON: …"),
                data(
                        "name twice",
                        json("\"train.jpg\": {", "\"train.jpg\": {\"mask_path\": \"x\"}, \"train.jpg\": {"),
                        "DATA/annotations.json: is not valid JSON: the key \"train.jpg\" appears twice at line 2 column …"),
                data(
                        "unknown split",
                        json("\"validation\": {", "\"holdout\": {"),
                        "DATA/annotations.json: $.holdout: the split \"holdout\" is unknown."),
                data(
                        "name with a folder",
                        json("\"train.jpg\"", "\"../ring.jpg\""),
                        "DATA/annotations.json: $.train[\"../ring.jpg\"]: the image ../ring.jpg is missing: no file in DATA has this name."),
                data(
                        "no images in a split",
                        f -> f.text("annotations.json", oneSplit),
                        "DATA: the split train has no image: there are 0 train, 1 validation and 0 test images."),
                data(
                        "no test images",
                        json(testEntry, "{}"),
                        "DATA: the split test has no image: there are 1 train, 1 validation and 0 test images."),
                data(
                        "splits by hash empty",
                        BadInputTest::oneUnsplitImage,
                        "DATA/new: the split validation has no image: there are 1 train, 0 validation and 0 test images, chosen by hash."),
                data(
                        "splits told by halves",
                        f -> {
                            toFolders(f);
                            f.image("images/ring.jpg", 40, 30, 9);
                            f.mask("masks/ring.png", 40, 30, 0, 0, 5, 5);
                        },
                        "DATA/images/ring.jpg: no split is given for images/ring.jpg, but test/images/test.jpg is in test."),
                data(
                        "label where there are none",
                        f -> f.labels = List.of("ring"),
                        "DATA: the label \"ring\" is unknown: this data set has no labels."),
                data(
                        "no known format",
                        f -> f.path = f.file("train/masks").toString(),
                        "DATA/train/masks: holds annotations of no known format. Looked for: …"),
                data(
                        "several formats",
                        f -> f.text("via.json", "{\"_via_img_metadata\": {}}"),
                        "DATA: holds annotations of several formats: syr and via. Looked for: …"),
                data(
                        "another format asked for",
                        f -> f.format = Format.CUTOUTS,
                        "DATA: there is no folder cutouts with images in it."),
                data(
                        "nothing of the format",
                        f -> f.format = Format.VIA,
                        "DATA: holds no annotations of the format via. Looked for: …"),
                data(
                        "masks nowhere",
                        f -> f.text(
                                "annotations.json",
                                "{\"train\": {\"train.jpg\": {\"bbox\": [9, 4, 21, 26]}}, \"test\": {}}"),
                        "DATA/" + ENTRY + ": the key \"mask_path\" is missing."),
                data(
                        "nothing annotated",
                        f -> f.text(
                                "annotations.json",
                                "{\"images\": [{\"id\": 1, \"file_name\": \"train/images/train.jpg\"}], \"annotations\": []}"),
                        "DATA: no image has an object in it."),
                data(
                        "data set empty",
                        f -> f.path =
                                f.file("none").toFile().mkdir() ? f.file("none").toString() : "",
                        "DATA/none: there is no image and no JSON file in it. Looked for: …"),
                data(
                        "group that matches nothing",
                        f -> f.splitGroup = Optional.of("shot\\d"),
                        "DATA/" + ENTRY
                                + ": splitGroup \"shot\\d\" matches no part of the image's name train/images/train.jpg."),
                data(
                        "folder not writable",
                        f -> f.text("../out/masks", "a file where a folder has to be"),
                        "DATA/../out/masks/train/train.png: can't be written: …"),
                request(
                        "data set missing",
                        f -> f.path = f.file("nowhere").toString(),
                        "dataset DATA/nowhere: there is no such folder or file."),
                request("data set unnamed", f -> f.path = "", "dataset is empty."),
                request(
                        "data set where SYR writes",
                        f -> f.path = f.text("../out/dataset/a.json", "{}")
                                .getParent()
                                .toString(),
                        "dataset DATA/../out/dataset lies in the output folder DATA/../out."),
                request(
                        "group no expression",
                        f -> f.splitGroup = Optional.of("(a"),
                        "splitGroup \"(a\" is not a regular expression: Unclosed group at position 2."),
                request("threshold 0", f -> f.maskThreshold = 0, "maskThreshold is 0."),
                request("threshold 256", f -> f.maskThreshold = 256, "maskThreshold is 256."));
    }

    static Stream<Case> drawings() {
        String polygon = "[[10, 5, 20, 5, 20, 25]]";
        String at = "DATA/coco.json: $.annotations[0]";
        return Stream.of(
                coco(
                        "polygon of odd numbers",
                        polygon,
                        "[[10, 5, 20, 5, 20, 25, 10]]",
                        at + ".segmentation[0]: the polygon has 7 numbers; x and y in turn are expected."),
                coco("polygon of nothing", polygon, "[]", at + ".segmentation: there is no polygon in it."),
                coco(
                        "polygon outside",
                        polygon,
                        "[[50, 5, 60, 5, 60, 25]]",
                        at + ": the mask is empty: no pixel's centre of the image of 40 x 30 pixels is inside."),
                coco(
                        "polygon far outside",
                        polygon,
                        "[[1e300, 5, 60, 5, 60, 25]]",
                        at + ".segmentation[0][0]: is 1.0E300, which is outside every image."),
                coco(
                        "run lengths too short",
                        polygon,
                        "{\"size\": [30, 40], \"counts\": [100, 50]}",
                        at
                                + ".segmentation.counts: the runs add up to 150 pixels, and the size 30 x 40 (height x width) asks for 1200."),
                coco(
                        "run lengths of another size",
                        polygon,
                        "{\"size\": [40, 30], \"counts\": [100, 1100]}",
                        at + ": the mask has 30 x 40 pixels, but the upright image has 40 x 30 pixels."),
                coco(
                        "box outside",
                        "[1, 1, 30, 20]",
                        "[1, 1, 40, 20]",
                        at + ": the box 1.0, 1.0, 41.0, 21.0 (x0, y0, x1, y1) is not the mask's, …"),
                coco(
                        "category unknown",
                        "\"category_id\": 1",
                        "\"category_id\": 2",
                        at + ".category_id: there is no category with the id 2 in this file."),
                coco(
                        "image id unknown",
                        "\"image_id\": 1",
                        "\"image_id\": 9",
                        at + ".image_id: there is no image with the id 9 in this file."),
                coco("image id missing", "\"image_id\": 1, ", "", at + ": the key \"image_id\" is missing."),
                coco(
                        "image id twice",
                        "\"id\": 2, ",
                        "\"id\": 1, ",
                        "DATA/coco.json: $.images[1].id: the image id 1 appears twice."),
                coco(
                        "category twice",
                        "{\"id\": 1, \"name\": \"ring\"}",
                        "{\"id\": 1, \"name\": \"ring\"}, {\"id\": 1, \"name\": \"stone\"}",
                        "DATA/coco.json: $.categories[1].id: the category 1 appears twice."),
                coco(
                        "image missing",
                        "train/images/train.jpg",
                        "ring.jpg",
                        "DATA/coco.json: $.images[0].file_name: the image ring.jpg is missing: no file in DATA has this name."),
                coco(
                        "image of another size",
                        "\"width\": 40",
                        "\"width\": 30",
                        "DATA/coco.json: $.images[0]: the annotations are for an image of 30 x 30 pixels, but DATA/train/images/train.jpg has 40 x 30 pixels, upright."),
                data(
                        "label unknown",
                        f -> {
                            coco(f);
                            f.labels = List.of("ring", "rink");
                        },
                        "DATA/coco.json: the label \"rink\" is unknown: known are ring."));
    }

    private static Case coco(String name, String from, String to, String problem) {
        return data(
                name,
                f -> {
                    coco(f);
                    f.replace("coco.json", from, to);
                },
                problem);
    }

    private static void coco(Fixture fixture) {
        fixture.text("coco.json", """
                {"images": [{"id": 1, "file_name": "train/images/train.jpg", "width": 40, "height": 30},
                            {"id": 2, "file_name": "validation/images/validation.jpg"}, {"id": 3, "file_name": "test/images/test.jpg"}],
                 "categories": [{"id": 1, "name": "ring"}],
                 "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 1, 30, 20], "segmentation": [[10, 5, 20, 5, 20, 25]]},
                                 {"image_id": 2, "category_id": 1, "segmentation": [[1, 5, 20, 5, 20, 25]]},
                                 {"image_id": 3, "category_id": 1, "segmentation": [[1, 5, 20, 5, 20, 25]]}]}
                """);
        fixture.path = fixture.file("coco.json").toString();
    }

    private static void oneUnsplitImage(Fixture fixture) {
        fixture.path = fixture.file("new").toString();
        fixture.save("new/images/ring.bmp", new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB));
        fixture.mask("new/masks/ring.png", 10, 10, 1, 1, 9, 9);
    }

    /** The same images and masks without the annotation file. */
    private static void toFolders(Fixture fixture) {
        fixture.delete("annotations.json");
    }

    private static byte[] cutOff(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.copyOf(bytes, bytes.length - 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource({"images", "masks", "boxes", "files", "drawings"})
    void saysWhatIsWrongWhereAndWhatToDo(Case bad) {
        Fixture fixture = Fixture.syr(folder);
        bad.damage().accept(fixture);
        SyrException refusal = fixture.refusal();
        String problem = refusal.problem()
                .replace(fixture.data.toString(), "DATA")
                .replace(fixture.output.toString(), "DATA/../out");
        if (bad.problem().contains("…")) {
            String pattern = Arrays.stream(bad.problem().split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
            assertTrue(Pattern.compile(pattern, Pattern.DOTALL).matcher(problem).matches(), problem);
        } else {
            assertEquals(bad.problem(), problem);
        }
        assertEquals(bad.kind(), refusal.kind());
        assertFalse(refusal.remedy().isBlank(), "a remedy");
        assertFalse(Files.exists(fixture.output.resolve("dataset.json")), "nothing half done is taken for whole");
    }
}
