package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Event;
import io.github.syr.message.Request.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskBuilderTest {

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void aDataSet() {
        fixture = Fixture.syr(folder);
    }

    private Set<String> outputs() throws IOException {
        try (Stream<Path> files = Files.walk(fixture.output)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> fixture.output.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void writesMasksOverlaysAndWhatItReadFrom() throws IOException {
        MaskResult result = fixture.build();
        assertEquals(
                Set.of(
                        "dataset.json",
                        "masks/stamp.json",
                        "masks/train/train.png",
                        "masks/validation/validation.png",
                        "masks/test/test.png",
                        "overlays/masks/train/train.png",
                        "overlays/masks/validation/validation.png",
                        "overlays/masks/test/test.png"),
                outputs());
        Dataset written = Dataset.read(fixture.output.resolve("dataset.json"));
        assertEquals(result.dataset(), written);
        Dataset.Image image = Fixture.image(result, "train.jpg");
        assertEquals("train/images/train.jpg", image.file());
        assertEquals(Sha256.of(fixture.file("train/images/train.jpg")), image.sha256());
        assertEquals(List.of(40, 30), List.of(image.width(), image.height()));
        assertEquals("overlays/masks/train/train.png", image.overlay());
        assertEquals(
                Set.of(
                        "annotations.json",
                        "train/images/train.jpg",
                        "train/masks/train.png",
                        "validation/images/validation.jpg",
                        "validation/masks/validation.png",
                        "test/images/test.jpg",
                        "test/masks/test.png"),
                written.sources().keySet());
        assertEquals(
                Sha256.of(fixture.file("train/masks/train.png")),
                written.sources().get("train/masks/train.png"));
    }

    @Test
    void digestsPixelsNotFiles() {
        byte[] pixels = new byte[40 * 30];
        for (int y = 5; y < 25; y++) {
            Arrays.fill(pixels, 40 * y + 10, 40 * y + 20, (byte) 255);
        }
        Dataset.Image image = Fixture.image(fixture.build(), "train.jpg");
        assertEquals(Sha256.of(pixels), image.objects().get(0).maskSha256());
    }

    @Test
    void digestsOfASplitAreOfContentMasksBoxesAndLabels() {
        Dataset before = fixture.build().dataset();
        Dataset.Image image = before.of(Split.TRAIN).get(0);
        String entry = image.sha256() + " " + image.objects().get(0).maskSha256() + " 0x1.2p3 0x1.2p2 0x1.5p4 0x1.ap4 ";
        assertEquals(
                new Dataset.SplitDigest(1, Sha256.of(entry)), before.splits().get("train"));
        fixture.replace("annotations.json", "[9, 4.5, 21, 26]", "[9, 4.25, 21, 26]");
        Dataset after = fixture.build().dataset();
        assertNotEquals(before.splits().get("train"), after.splits().get("train"));
        assertEquals(before.splits().get("test"), after.splits().get("test"));
    }

    @Test
    void doesNothingTheSecondTime() throws IOException {
        MaskResult first = fixture.build();
        assertFalse(first.upToDate());
        Path mask = fixture.output.resolve("masks/train/train.png");
        FileTime past = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(mask, past);
        MaskResult second = fixture.build();
        assertTrue(second.upToDate());
        assertEquals(first.dataset(), second.dataset());
        assertEquals(List.of(), fixture.events);
        assertEquals(past, Files.getLastModifiedTime(mask));
        assertEquals(
                "masks: 1 train, 1 validation, 1 test images (format syr, 3 objects), up to date", second.summary());
    }

    static Stream<Consumer<Fixture>> changes() {
        return Stream.of(
                f -> f.maskThreshold = 127,
                f -> f.format = Format.SYR,
                f -> f.splitGroup = Optional.of("."),
                f -> f.image("train/images/train.jpg", 40, 30, 99),
                f -> f.mask("train/masks/train.png", 40, 30, 10, 5, 20, 24),
                f -> f.replace("annotations.json", "4.5", "4.75"),
                f -> f.image("train/images/unannotated.jpg", 40, 30, 99),
                f -> f.text("../out/masks/train/train.png", "damaged"),
                f -> f.text("../out/overlays/masks/train/train.png", "damaged"),
                f -> f.text("../out/dataset.json", "{}"),
                f -> f.delete("../out/masks/train/train.png"),
                f -> f.delete("../out/masks/stamp.json"),
                f -> f.delete("../out/dataset.json"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void noticesWhateverChanges(Consumer<Fixture> change) {
        fixture.build();
        change.accept(fixture);
        assertFalse(fixture.build().upToDate());
        assertTrue(fixture.build().upToDate());
    }

    @Test
    void rewritesOnlyTheFilesThatChange() throws IOException {
        fixture.build();
        FileTime past = FileTime.fromMillis(1_000_000);
        Path same = fixture.output.resolve("masks/test/test.png");
        Path other = fixture.output.resolve("masks/train/train.png");
        Files.setLastModifiedTime(same, past);
        Files.setLastModifiedTime(other, past);
        fixture.mask("train/masks/train.png", 40, 30, 10, 5, 20, 24);
        fixture.build();
        assertEquals(past, Files.getLastModifiedTime(same));
        assertNotEquals(past, Files.getLastModifiedTime(other));
    }

    @Test
    void deletesMasksOfImagesThatAreGoneAndNothingElse() throws IOException {
        fixture.image("train/images/old.jpg", 40, 30, 50);
        fixture.replace(
                "annotations.json",
                "\"train.jpg\": {",
                "\"old.jpg\": {\"mask_path\": \"train/masks/train.png\"}, \"train.jpg\": {");
        fixture.build();
        fixture.text("../out/masks/train/.old.png.123.partial", "half");
        fixture.text("../out/overlays/rank-4/kept.png", "of another task");
        assertTrue(outputs().contains("masks/train/old.png"));
        fixture.replace("annotations.json", "\"old.jpg\": {\"mask_path\": \"train/masks/train.png\"}, ", "");
        fixture.build();
        assertFalse(outputs().contains("masks/train/old.png"));
        assertFalse(outputs().contains("overlays/masks/train/old.png"));
        assertFalse(outputs().contains("masks/train/.old.png.123.partial"));
        assertTrue(outputs().contains("overlays/rank-4/kept.png"));
    }

    @Test
    void isNotTakenForWholeWhenInterruptedHalfWay() {
        fixture.build();
        fixture.replace("annotations.json", "4.5", "4.75");
        class Stopped extends RuntimeException {}
        assertThrows(
                Stopped.class,
                () -> fixture.build(event -> {
                    if (event instanceof Event.Progress progress && progress.step() == 2) {
                        throw new Stopped();
                    }
                }));
        assertFalse(Files.exists(fixture.output.resolve("dataset.json")));
        assertFalse(fixture.build().upToDate());
    }

    @Test
    void writesTheSameBytesInAnotherFolder() throws IOException {
        fixture.build();
        Fixture other = Fixture.syr(folder.resolve("elsewhere"));
        other.build();
        for (String file : outputs()) {
            assertArrayEquals(
                    Files.readAllBytes(fixture.output.resolve(file)),
                    Files.readAllBytes(other.output.resolve(file)),
                    file);
        }
        assertFalse(Files.readString(fixture.output.resolve("dataset.json")).contains(folder.toString()));
    }

    @Test
    void leavesTheOutputFolderOutOfADataSetAroundIt() {
        Fixture inside = new Fixture(fixture.data, fixture.data.resolve("made"));
        inside.build();
        assertTrue(inside.build().upToDate());
    }

    @Test
    void tellsHowFarItIs() {
        fixture.build();
        List<String> steps = fixture.events.stream()
                .filter(event -> event instanceof Event.Progress)
                .map(event -> (Event.Progress) event)
                .map(progress -> progress.stage() + " " + progress.step() + "/" + progress.of())
                .toList();
        assertEquals(List.of("masks 1/3", "masks 2/3", "masks 3/3"), steps);
    }

    @Test
    void warnsOfFewImagesForValidation() {
        fixture.build();
        assertEquals(
                List.of("Only 1 image is for validation: too few to choose epoch and rank reliably. Add images (with"
                        + " <splitGroup>, shots of one design count once), or set <folds>5</folds>."),
                fixture.notes(Event.Level.WARN));
    }

    @Test
    void warnsOfBrokenJsonThatIsNoAnnotation() {
        fixture.text("notes/settings.json", "{theme: dark");
        fixture.build();
        assertEquals(
                List.of("notes/settings.json is not valid JSON and looks like no annotation; it is not read."),
                fixture.warnings());
        fixture.text("notes/settings.json", "{\"shapes\": [");
        assertTrue(fixture.refusal().problem().startsWith(fixture.file("notes/settings.json") + ": is not valid JSON"));
    }

    @Test
    void takesTheMasksOwnBoxForOneThatIsInvertedOrEmpty() {
        for (String box : List.of("[21, 4, 9, 26]", "[10, 5, 10, 25]", "[0, 0, 0, 0]")) {
            fixture = Fixture.syr(folder);
            fixture.replace("annotations.json", "[9, 4.5, 21, 26]", box);
            assertEquals(
                    List.of(10.0, 5.0, 20.0, 25.0),
                    Fixture.image(fixture.build(), "train.jpg").objects().get(0).box());
            assertEquals(
                    List.of("1 box is inverted or empty, and the mask's own is taken: "
                            + fixture.file("annotations.json") + ": $.train[\"train.jpg\"]."),
                    fixture.warnings());
        }
    }

    @Test
    void cutsABoxOffAtTheBorderOfItsImage() {
        fixture.mask("train/masks/train.png", 40, 30, 20, 5, 40, 25);
        fixture.replace("annotations.json", "[9, 4.5, 21, 26]", "[19, 4, 43.5, 26]");
        assertEquals(
                List.of(19.0, 4.0, 40.0, 26.0),
                Fixture.image(fixture.build(), "train.jpg").objects().get(0).box());
        assertEquals(
                List.of("1 box reaches out of its image and is cut off at the border: "
                        + fixture.file("annotations.json") + ": $.train[\"train.jpg\"]."),
                fixture.warnings());
    }

    @Test
    void boundsOverlaysAndTintsThem() {
        fixture.image("train/images/train.jpg", 2000, 1000, 3);
        fixture.mask("train/masks/train.png", 2000, 1000, 500, 250, 1500, 750);
        fixture.replace("annotations.json", ", \"bbox\": [9, 4.5, 21, 26]", "");
        MaskResult result = fixture.build();
        RgbImage overlay = new ImageDecoder()
                .rgb(fixture.output.resolve(Fixture.image(result, "train.jpg").overlay()));
        assertEquals(List.of(1024, 512), List.of(overlay.width(), overlay.height()));
        int inside = 3 * (256 * 1024 + 512);
        assertNotEquals(overlay.pixels()[0], overlay.pixels()[inside], "red, in a corner and in the mask");
    }

    @Test
    void namesNoFileTwice() {
        fixture.image("train/images/ring_1.jpg", 40, 30, 61);
        fixture.image("train/images/RING.jpg", 40, 30, 62);
        fixture.image("train/images/ring.png", 40, 30, 63);
        String entry = "{\"mask_path\": \"train/masks/train.png\"}";
        fixture.replace(
                "annotations.json",
                "\"train.jpg\": {",
                "\"ring_1.jpg\": %1$s, \"RING.jpg\": %1$s, \"ring.png\": %1$s, \"train.jpg\": {".formatted(entry));
        assertEquals(
                List.of(
                        "masks/train/RING.png",
                        "masks/train/ring-2.png",
                        "masks/train/ring_1.png",
                        "masks/train/train.png"),
                fixture.build().dataset().of(Split.TRAIN).stream()
                        .map(image -> image.objects().get(0).mask())
                        .toList());
    }

    @Test
    void warnsOfGroupsThatTheDataSetTearsApartAndOfDoubles() throws IOException {
        fixture.splitGroup = Optional.of("\\.jpg$");
        Files.copy(fixture.file("train/images/train.jpg"), fixture.file("train/images/copy.jpg"));
        fixture.replace(
                "annotations.json",
                "\"train.jpg\": {",
                "\"copy.jpg\": {\"mask_path\": \"train/masks/train.png\"}, \"train.jpg\": {");
        fixture.build();
        assertEquals(
                List.of(
                        "The split group \".jpg\" is in train and validation and test, as the data set says: what is measured there was partly learned.",
                        "The same image is there twice: train/images/copy.jpg (train) and train/images/train.jpg (train)."),
                fixture.warnings());
    }
}
