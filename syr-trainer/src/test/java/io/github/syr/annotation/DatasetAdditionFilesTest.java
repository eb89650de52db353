package io.github.syr.annotation;

import static io.github.syr.annotation.AdditionFixture.objects;
import static io.github.syr.annotation.AdditionFixture.picture;
import static io.github.syr.annotation.AdditionFixture.ring;
import static io.github.syr.annotation.AdditionFixture.stone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, undoing, and additions at the same time. */
class DatasetAdditionFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ring.png        | ring.png
                    Ring.PNG        | Ring.PNG
                    ../../ring.jpeg | ring.png
                    C:\\a\\ring.tif | ring.png
                    .ring           | ring.png
                    ...             | image.png
                    ''              | image.png
                    ring            | ring.png
                    ring.v2         | ring.v2.png
                    a<b>?c:.png     | a_b__c_.png
                    'ring .heic'    | ring.png
                    """)
    void namesAFileAsItsUserDoesAsFarAsItCan(String given, String expected) {
        assertEquals(expected, FreeNames.choose(given, List.of("png"), name -> true));
    }

    @Test
    void leavesOutWhatNoFileNameHas() {
        assertEquals("ring.jpg", FreeNames.choose("\u202Eri\u0000\nng\t.jpg", List.of("jpg", "jpeg"), name -> true));
        assertEquals("ring.jpeg", FreeNames.choose("ring.jpeg", List.of("jpg", "jpeg"), name -> true));
        assertEquals("r\u00E9.jpg", FreeNames.choose("re\u0301.jpg", List.of("jpg"), name -> true));
        String cut = FreeNames.choose("\uD83D\uDC8D".repeat(100) + ".jpg", List.of("jpg"), name -> true);
        assertEquals("\uD83D\uDC8D".repeat(45) + ".jpg", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"syr", "folders", "labelme", "cutouts", "coco", "via"})
    void countsOnWhereANameIsTaken(String format) {
        AdditionFixture data = switch (format) {
            case "syr" -> AdditionFixture.syr(folder);
            case "folders" -> AdditionFixture.folders(folder);
            case "labelme" -> AdditionFixture.labelMe(folder);
            case "coco" -> AdditionFixture.coco(folder);
            case "via" -> AdditionFixture.via(folder);
            default -> AdditionFixture.cutOuts(folder, true);
        };
        String taken = Path.of(data.addition().contents().images().get(0))
                .getFileName()
                .toString();
        String stem = DatasetFolder.stem(taken);
        Split split =
                SplitWords.ofFolders(data.addition().contents().images().get(0)).orElseThrow();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            NewImage image = new NewImage(taken.toUpperCase(), picture("jpg", 5 + i));
            names.add(data.addition()
                    .addNew(image, Optional.of(split), objects("", ring()))
                    .image());
        }
        String upper = stem.toUpperCase();
        assertEquals(
                List.of(upper + "-2.JPG", upper + "-3.JPG", upper + "-4.JPG"),
                names.stream()
                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                        .toList());
        assertEquals(6, data.fixture.build().dataset().images().size());
    }

    @Test
    void countsOnByStemWherePairsAreFoundByIt() {
        AdditionFixture data = AdditionFixture.folders(folder);
        assertEquals(
                "train/images/train-2.png",
                data.add("train.png", Split.TRAIN, objects("", ring())).image());
        data.fixture.image("test/images/two.jpg", 40, 30, 77);
        assertEquals(
                "test/images/two-2.png",
                data.addition()
                        .addNew(
                                new NewImage("two.png", picture("png", 2)),
                                Optional.of(Split.TEST),
                                objects("", ring()))
                        .image());
    }

    @Test
    void goesPastALinkThatLeadsNowhere() throws IOException {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        Files.createSymbolicLink(data.fixture.file("train/gone.jpg"), folder.resolve("gone.jpg"));
        assertEquals(
                "train/gone-2.png",
                data.add("gone.png", Split.TRAIN, objects("", ring())).image());
    }

    @Test
    void saysWhatToDoAboutAFolderThatIsReadOnly() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        File readOnly = data.fixture.file("train").toFile();
        assumeTrue(readOnly.setWritable(false) && !Files.isWritable(readOnly.toPath()), "this user may write anywhere");
        try {
            String message =
                    data.refusal("new.png", Split.TRAIN, objects("", ring())).getMessage();
            assertTrue(message.startsWith(data.fixture.file("train/new.png") + ": can't be written: "), message);
        } finally {
            assertTrue(readOnly.setWritable(true));
        }
    }

    /** A file stands where the folder of masks has to be made. */
    @Test
    void undoesWhatWasWrittenWhereSomethingFails() {
        AdditionFixture data = AdditionFixture.syr(folder);
        data.fixture.text("annotations.json", """
                {"train": {"train.jpg": {"mask_path": "./dataset/train/masks/train.png"}}}""");
        data.fixture.text("val/masks", "not a folder");
        String message =
                data.refusal("new.png", Split.VALIDATION, objects("", ring())).getMessage();
        assertTrue(message.contains("masks") && message.contains("can't be written: "), message);
        assertTrue(message.endsWith("Make room on the disk, or make the folder writable."), message);
    }

    @Test
    void undoesAFileThatWasReplaced() {
        AdditionFixture data = AdditionFixture.coco(folder);
        Path file = data.fixture.file("annotations/instances_test2017.json");
        data.refusal(() -> {
            try (NewFiles files = new NewFiles(data.fixture.data)) {
                files.create("a/b/new.png", picture("png", 1));
                files.replace(file, new byte[] {1, 2});
                files.replace(file, new byte[] {3});
                assertEquals(
                        List.of(
                                "a/b/new.png",
                                "annotations/instances_test2017.json",
                                "annotations/instances_test2017.json"),
                        files.names());
                files.create("a/b/new.png", picture("png", 1));
            }
        });
    }

    /** The mask of another image is found by a name that the new image would share. */
    @Test
    void undoesWhatWouldBeReadOtherwise() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        data.fixture.image("val/two.jpg", 40, 30, 77);
        data.fixture.text("train/two.json", AdditionFixture.labelMeFile("C:/old/two.jpg", "ring"));
        DatasetState before = DatasetState.read(data.fixture.source(), data.fixture.output);
        data.refusal(() -> {
            try (NewFiles files = new NewFiles(data.fixture.data)) {
                files.create("train/two.jpg", picture("jpg", 2));
                DatasetState after = DatasetState.read(data.fixture.source(), data.fixture.output);
                ReadBack.require(
                        before,
                        after,
                        new Addition(
                                "train/two.jpg",
                                Optional.empty(),
                                new ImageDecoder().rgb(picture("jpg", 2)),
                                Optional.of(Split.TRAIN),
                                objects("ring", ring())));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "syr", "labelme"})
    void takesAdditionsAtTheSameTime(String format) throws Exception {
        AdditionFixture data = switch (format) {
            case "coco" -> AdditionFixture.coco(folder);
            case "syr" -> AdditionFixture.syr(folder);
            default -> AdditionFixture.labelMe(folder);
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> added = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                NewImage image = new NewImage("new.png", picture("png", 20 + i));
                BinaryMask mask = i % 2 == 0 ? ring() : stone();
                added.add(threads.submit(() -> data.addition()
                        .addNew(image, Optional.of(Split.TRAIN), objects("", mask))
                        .image()));
            }
            for (Future<String> image : added) {
                String name = image.get();
                assertTrue(name.matches("train.*/new(-[2-8])?\\.png"), name);
            }
        } finally {
            threads.shutdownNow();
        }
        MaskResult result = data.fixture.build();
        assertEquals(9, result.dataset().of(Split.TRAIN).size());
        assertEquals(
                4,
                result.dataset().of(Split.TRAIN).stream()
                        .map(Dataset.Image::objects)
                        .filter(objects -> objects.get(0).maskSha256().equals(MaskDigest.of(ring())))
                        .count());
    }
}
