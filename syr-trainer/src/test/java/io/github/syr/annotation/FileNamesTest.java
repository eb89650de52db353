package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.error.SyrException;
import io.github.syr.error.SyrException.Kind;
import io.github.syr.image.BinaryMask;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of files: those that systems spell differently, those that are none on some, those that are none at all. */
class FileNamesTest {

    private static final String COMPOSED = "r\u00E9";
    private static final String DECOMPOSED = "re\u0301";

    @TempDir
    Path folder;

    static Stream<Arguments> spellings() {
        return Stream.of(
                Arguments.of(COMPOSED, DECOMPOSED),
                Arguments.of(DECOMPOSED, COMPOSED),
                Arguments.of("R\u00C9", DECOMPOSED),
                Arguments.of("RING", "Ring"));
    }

    /** In each split an image and a mask of the same name. */
    private static void files(Fixture fixture, String name) {
        int number = 0;
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/images/" + name + ".jpg", 40, 30, number++);
            fixture.mask(split + "/masks/" + name + ".png", 40, 30, 10, 5, 20, 25);
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void findsByPathInSyr(String annotated, String onDisk) {
        Fixture fixture = new Fixture(folder);
        files(fixture, onDisk);
        fixture.text("annotations.json", """
                {"train": {"NAME.jpg": {"mask_path": "./dataset/train/masks/NAME.png"}},
                 "validation": {"NAME.jpg": {"mask_path": "./dataset/validation/masks/NAME.png"}},
                 "test": {"NAME.jpg": {"mask_path": "./dataset/test/masks/NAME.png"}}}
                """.replace("NAME", annotated));
        assertFilesOf(fixture, onDisk);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void findsByPathInCocoViaAndLabelMe(String annotated, String onDisk) {
        String points = "[[10, 5], [20, 5], [20, 25]]";
        Fixture coco = new Fixture(folder.resolve("coco"));
        Fixture via = new Fixture(folder.resolve("via"));
        Fixture labelMe = new Fixture(folder.resolve("labelMe"));
        Stream.of(coco, via, labelMe).forEach(fixture -> files(fixture, onDisk));
        for (String split : List.of("train", "validation", "test")) {
            coco.text(split + ".json", """
                    {"images": [{"id": 1, "file_name": "images/NAME.jpg"}], "categories": [{"id": 1, "name": "ring"}],
                     "annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[10, 5, 20, 5, 20, 25]]}]}
                    """.replace("NAME", annotated));
            via.text(split + ".json", """
                    {"a": {"filename": "images/NAME.jpg", "regions": [{"region_attributes": {},
                     "shape_attributes": {"name": "circle", "cx": 15, "cy": 15, "r": 5}}]}}
                    """.replace("NAME", annotated));
            labelMe.text(split + "/a.json", """
                    {"imagePath": "images/NAME.jpg", "shapes": [{"label": "ring", "points": POINTS}]}
                    """.replace("NAME", annotated).replace("POINTS", points));
        }
        assertFilesOf(coco, onDisk);
        assertFilesOf(via, onDisk);
        assertFilesOf(labelMe, onDisk);
    }

    private static void assertFilesOf(Fixture fixture, String onDisk) {
        MaskResult result = fixture.build();
        for (Split split : Split.values()) {
            assertEquals(
                    List.of(split.word() + "/images/" + onDisk + ".jpg"),
                    result.dataset().of(split).stream()
                            .map(image -> image.file())
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "train/images/Ring.jpg, train/images/ring.jpg, train/images/Ring.jpg, train/images/ring.jpg, case",
        "train/images/ring.JPG, train/images/ring.jpg, train/images/ring.JPG, train/images/ring.jpg, case",
        "Train/images/ring.jpg, train/images/ring.jpg, Train/images/ring.jpg, train/images/ring.jpg, case",
        "Notes.json, notes.json, Notes.json, notes.json, case",
        "r\u00E9.jpg, re\u0301.jpg, re\\u0301.jpg, r\\u00E9.jpg, the normal form of Unicode",
        "R\u00C9.jpg, re\u0301.jpg, R\u00C9.jpg, re\u0301.jpg, case",
    })
    void refusesTwins(String one, String other, String least, String next, String what) {
        for (boolean backwards : new boolean[] {false, true}) {
            Fixture fixture = Fixture.syr(folder.resolve(String.valueOf(backwards)));
            fixture.bytes(backwards ? one : other, new byte[] {1});
            assumeTrue(!Files.exists(fixture.file(backwards ? other : one)), "this system has one file for both names");
            fixture.bytes(backwards ? other : one, new byte[] {2});
            SyrException refused = fixture.refusal();
            assertEquals(
                    fixture.data + ": the files " + least + " and " + next + " differ in " + what
                            + " only, so that they are one file on other systems. Rename or delete one of them.",
                    refused.getMessage());
            assertEquals(Kind.BAD_DATA, refused.kind());
        }
    }

    @Test
    void readsEqualNamesOfSeveralFolders() {
        Fixture fixture = Fixture.syr(folder);
        fixture.image("more/Train.JPG", 40, 30, 50);
        fixture.image("train.jpg", 40, 30, 51);
        assertEquals(3, fixture.build().dataset().images().size());
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("a\\u0000.png", "a\\u0000.png"),
                Arguments.of("x\\u0000/a.png", "x\\u0000/a.png"),
                Arguments.of("a\\ud800.png", ""),
                Arguments.of("a\\n.png", "a\\u000a.png"),
                Arguments.of("a".repeat(5000) + ".png", "aaa"),
                Arguments.of("x\\\\..\\\\..\\\\secret.png", "x/../../secret.png"));
    }

    /** @param said part of the message, control characters escaped there as everywhere */
    @ParameterizedTest
    @MethodSource("impossible")
    void refusesWhatIsNoName(String name, String said) {
        String image = Base64.getEncoder().encodeToString(AdditionFixture.picture("png", 1));
        List<String> files = List.of(
                "annotations.json {\"train\": {\"NAME\": {\"mask_path\": \"train/masks/train.png\"}}}",
                "annotations.json {\"train\": {\"train.jpg\": {\"mask_path\": \"NAME\"}}}",
                "coco.json {\"images\": [{\"id\": 1, \"file_name\": \"NAME\"}], \"annotations\": []}",
                "via.json {\"a\": {\"filename\": \"NAME\", \"regions\": []}}",
                "labelme.json {\"imagePath\": \"NAME\", \"shapes\": []}",
                "labelme.json {\"imagePath\": \"NAME\", \"imageData\": \"" + image + "\", \"shapes\": []}");
        int number = 0;
        for (String file : files) {
            Fixture fixture = Fixture.syr(folder.resolve(String.valueOf(number++)));
            fixture.delete("annotations.json");
            String json = file.substring(0, file.indexOf(' '));
            fixture.text(json, file.substring(file.indexOf(' ') + 1).replace("NAME", name));
            boolean mayBeWritten = file.contains("imageData")
                    && (name.contains("secret") || name.contains("\\n") || name.contains("/"));
            if (!mayBeWritten) {
                SyrException refused = fixture.refusal();
                assertEquals(Kind.BAD_DATA, refused.kind(), refused.getMessage());
                assertTrue(
                        refused.problem().startsWith(fixture.file(json).toString())
                                && refused.problem().contains(said),
                        refused.problem());
                assertTrue(refused.problem().length() < 2500, "a message that can be read");
            }
        }
    }

    @Test
    void saysWhatANameWithANullIs() {
        Fixture fixture = Fixture.syr(folder);
        fixture.replace("annotations.json", "train.jpg", "a\\u0000.png");
        assertEquals(
                fixture.file("annotations.json")
                        + ": $.train[\"a\\u0000.png\"]: the image a\\u0000.png is missing: no file in " + fixture.data
                        + " has this name. Put it there, or correct the name.",
                fixture.refusal().getMessage());
        Fixture embedded = new Fixture(folder.resolve("embedded"));
        String image = Base64.getEncoder().encodeToString(AdditionFixture.picture("png", 1));
        embedded.text("a.json", "{\"imagePath\": \"a\\u0000.png\", \"imageData\": \"" + image + "\", \"shapes\": []}");
        assertEquals(
                embedded.file("a.json")
                        + ": $.imagePath: \"a\\u0000.png\" ends in no name of a file. Write the image's name there.",
                embedded.refusal().getMessage());
    }

    @Test
    void additionsGoPastNamesOfOtherSystems() {
        AdditionFixture data = AdditionFixture.coco(folder);
        String file = "annotations/instances_test2017.json";
        String text = Fixture.read(data.fixture.file(file));
        String name = text.replaceFirst("(?s).*\"file_name\": ?\"([^\"]*)\".*", "$1");
        data.fixture.replace(file, '"' + name + '"', "\"x\\u0000/" + name + '"');
        BinaryMask ring = AdditionFixture.ring();
        assertTrue(data.add("new.png", Split.TEST, AdditionFixture.objects("", ring))
                .image()
                .endsWith("new.png"));
    }
}
