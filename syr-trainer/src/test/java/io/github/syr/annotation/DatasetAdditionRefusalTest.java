package io.github.syr.annotation;

import static io.github.syr.annotation.AdditionFixture.objects;
import static io.github.syr.annotation.AdditionFixture.ring;
import static io.github.syr.annotation.AdditionFixture.stone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import io.github.syr.message.Request.MaskObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not added, and how that is said; the data set is as before each time. */
class DatasetAdditionRefusalTest {

    @TempDir
    Path folder;

    private static void assertSays(String expected, SyrException refusal) {
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }

    @Test
    void masksThatAreNone() {
        AdditionFixture data = AdditionFixture.folders(folder);
        assertEquals(
                "the image has no object. Mark one at least.",
                data.refusal("a.png", Split.TRAIN, List.of()).getMessage());
        assertEquals(
                "the mask of object 2 has no pixel. Mark the object, or leave it out.",
                data.refusal("a.png", Split.TRAIN, objects("", ring(), new BinaryMask(40, 30)))
                        .getMessage());
        assertEquals(
                "the mask of object 1 has 30 x 40 pixels, but the upright image has 40 x 30 pixels. Make both of one"
                        + " size; a photograph that EXIF turns is taken upright.",
                data.refusal("a.png", Split.TRAIN, objects("", new BinaryMask(30, 40)))
                        .getMessage());
        BinaryMask all = new BinaryMask(40, 30);
        all.bits().set(0, 1200);
        assertEquals(
                "the mask of object 1 is the whole image. Mark the object only.",
                data.refusal("a.png", Split.TRAIN, objects("", all)).getMessage());
    }

    @Test
    void splitsThatTheDataSetDoesNotHave() {
        AdditionFixture given = AdditionFixture.labelMe(folder.resolve("given"));
        SyrException missing = given.refusal("a.png", null, objects("", ring()));
        assertSays(
                "no split is chosen, but the data set " + given.fixture.data + " gives one for each image.", missing);
        assertSays("Choose train, validation or test.", missing);
        assertEquals(SyrException.Kind.BAD_REQUEST, missing.kind());
        AdditionFixture hashed = new AdditionFixture(new Fixture(folder.resolve("hashed")));
        hashed.fixture.image("ring.jpg", 40, 30, 1);
        hashed.fixture.text("ring.json", AdditionFixture.labelMeFile("ring.jpg", "ring"));
        assertSays(
                "the split validation is chosen, but the data set " + hashed.fixture.data
                        + " gives no splits: SYR chooses them by hash.",
                hashed.refusal("a.png", Split.VALIDATION, objects("", ring())));
        AdditionFixture coco = AdditionFixture.coco(folder.resolve("coco"));
        coco.fixture.delete("annotations/instances_test2017.json");
        assertEquals(
                List.of(Split.TRAIN, Split.VALIDATION),
                coco.addition().contents().splits());
        assertSays(
                "has no annotation file of the split test. Choose another split, or make that file.",
                coco.refusal("a.png", Split.TEST, objects("", ring())));
    }

    @Test
    void imagesWhosePlaceTellsNoSplitWhereOthersHaveOne() {
        AdditionFixture given = AdditionFixture.labelMe(folder.resolve("given"));
        given.fixture.image("two.jpg", 40, 30, 77);
        assertSays(
                "two.jpg lies in no folder of a split, but the data set gives a split for each image.",
                given.refusal(() -> given.addition().annotate("two.jpg", objects("", ring()))));
        AdditionFixture hashed = new AdditionFixture(new Fixture(folder.resolve("hashed")));
        hashed.fixture.image("ring.jpg", 40, 30, 1);
        hashed.fixture.text("ring.json", AdditionFixture.labelMeFile("ring.jpg", "ring"));
        hashed.fixture.image("train/two.jpg", 40, 30, 77);
        assertSays(
                "lies in a folder of the split train, but the annotated images of the data set lie in none.",
                hashed.refusal(() -> hashed.addition().annotate("train/two.jpg", objects("", ring()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"syr", "folders", "cutouts"})
    void severalObjectsWhereAFileHoldsOne(String format) {
        AdditionFixture data = switch (format) {
            case "syr" -> AdditionFixture.syr(folder);
            case "folders" -> AdditionFixture.folders(folder);
            default -> AdditionFixture.cutOuts(folder, true);
        };
        assertSays(
                format.equals("cutouts")
                        ? "the image has 2 objects, and a cut-out holds one. Add one object; or keep the data set as"
                                + " folders images and masks."
                        : "the image has 2 objects, and a mask file of this data set holds one. Add one object, or set"
                                + " <maskObjects>values</maskObjects>, where each value is an object.",
                data.refusal("a.png", Split.TRAIN, objects("", ring(), stone())));
    }

    @Test
    void objectsThatOneMaskFileCanNotHold() {
        AdditionFixture data = AdditionFixture.folders(folder);
        data.fixture.maskObjects = MaskObjects.VALUES;
        assertSays(
                "the objects 1 and 2 share pixels, and in a mask file a pixel has one value.",
                data.refusal("a.png", Split.TRAIN, objects("", ring(), ring())));
        data.fixture.maskValues = List.of(7);
        assertSays(
                "the image has 2 objects, and <maskValues> names 1 value for them.",
                data.refusal("a.png", Split.TRAIN, objects("", ring(), stone())));
    }

    @Test
    void labelsThatTrainingDoesNotTakeOrThatAreNotClear() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        data.fixture.labels = List.of("ring");
        assertEquals(List.of("ring"), data.addition().contents().labels());
        assertSays(
                "the label \"stone\" is not among those that training takes: ring. Choose one of them, or add it to"
                        + " <labels>.",
                data.refusal("a.png", Split.TRAIN, objects("stone", ring())));
        data.fixture.labels = List.of();
        data.add("b.png", Split.TRAIN, objects("stone", ring()));
        assertSays(
                "an object has no label, and the data set has several: ring, stone. Choose one.",
                data.refusal(() -> data.addition()
                        .addNew(
                                new NewImage("a.png", AdditionFixture.picture("png", 2)),
                                Optional.of(Split.TRAIN),
                                objects("", ring()))));
    }

    @Test
    void imagesThatAreAnnotatedOrThereAlready() throws IOException {
        for (AdditionFixture data : List.of(
                AdditionFixture.syr(folder.resolve("syr")),
                AdditionFixture.folders(folder.resolve("folders")),
                AdditionFixture.labelMe(folder.resolve("labelme")),
                AdditionFixture.coco(folder.resolve("coco")),
                AdditionFixture.via(folder.resolve("via")),
                AdditionFixture.cutOuts(folder.resolve("cutouts"), true),
                AdditionFixture.cutOuts(folder.resolve("alone"), false))) {
            List<String> images = data.addition().contents().images();
            assertEquals(3, images.size(), images.toString());
            assertEquals(List.of(), data.addition().contents().unannotated());
            for (String image : images) {
                assertSays(
                        image + " has an annotation already: ",
                        data.refusal(() -> data.addition().annotate(image, objects("", ring()))));
            }
            byte[] known = Files.readAllBytes(data.fixture.file(images.get(0)));
            assertSays(
                    "the image is in the data set already: " + images.get(0) + ".",
                    data.refusal(() -> data.addition()
                            .addNew(new NewImage("a.png", known), Optional.of(Split.TEST), objects("", ring()))));
        }
    }

    @Test
    void imagesThatOtherLabelsAnnotate() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        data.fixture.image("test/two.jpg", 40, 30, 77);
        data.fixture.text("test/two.json", AdditionFixture.labelMeFile("two.jpg", "stone"));
        data.fixture.labels = List.of("ring");
        assertSays(
                "two.jpg has an annotation already: ",
                data.refusal(() -> data.addition().annotate("test/two.jpg", objects("", ring()))));
        AdditionFixture coco = AdditionFixture.coco(folder.resolve("coco"));
        coco.fixture.labels = List.of("stone");
        assertSays(
                "test.jpg has an annotation already: ",
                coco.refusal(() -> coco.addition().annotate("test2017/test.jpg", objects("", ring()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../outside.jpg",
                "train/../train/train.jpg",
                "/etc/passwd",
                "train/masks/train.png",
                "no.jpg"
            })
    void pathsThatAreNoImageOfTheDataSet(String path) {
        AdditionFixture data = AdditionFixture.folders(folder);
        new Fixture(folder, folder).image("outside.jpg", 40, 30, 5);
        assertEquals(
                "\"" + path + "\" is not an image of the data set " + data.fixture.data
                        + " (format folders). Name one by its path relative to that folder, with /.",
                data.refusal(() -> data.addition().annotate(path, objects("", ring())))
                        .getMessage());
    }

    @Test
    void linksThatLeadOutOfTheDataSet() throws IOException {
        new Fixture(folder, folder).image("elsewhere/outside.jpg", 40, 30, 5);
        AdditionFixture data = AdditionFixture.folders(folder);
        Path link = data.fixture.file("train/images/linked.jpg");
        Files.createSymbolicLink(link, folder.resolve("elsewhere/outside.jpg"));
        assertEquals(
                link + ": a link leads out of the data set's folder, to "
                        + folder.toRealPath().resolve("elsewhere/outside.jpg")
                        + ". Put the file itself there; or, if you trust where the link leads, set"
                        + " <allowOutside>true</allowOutside>.",
                data.refusal(() -> data.addition().annotate("train/images/linked.jpg", objects("", ring())))
                        .getMessage());
        Files.delete(link);
        AdditionFixture coco = AdditionFixture.coco(folder.resolve("coco"));
        Path images = coco.fixture.file("test2017");
        Files.move(images, folder.resolve("elsewhere/test2017"));
        Files.createSymbolicLink(images, folder.resolve("elsewhere/test2017"));
        String outside = "test2017: a link leads out of the data set's folder";
        assertSays(outside + ", to ", coco.refusal("a.png", Split.TEST, objects("", ring())));
        coco.fixture.allowOutside = true;
        assertSays(
                outside + ". Put the file itself there; nothing outside the folder is written.",
                coco.refusal("a.png", Split.TEST, objects("", ring())));
        assertFalse(Files.exists(folder.resolve("elsewhere/test2017/a.png")));
    }

    @Test
    void filesThatAreNoImage() {
        AdditionFixture data = AdditionFixture.folders(folder);
        byte[] text = "GIF89a, or so".getBytes(StandardCharsets.UTF_8);
        assertSays(
                "is a GIF image, which isn't read. Export it as JPEG or PNG.",
                data.refusal(() -> data.addition()
                        .addNew(new NewImage("a.png", text), Optional.of(Split.TRAIN), objects("", ring()))));
    }

    @Test
    void dataSetsThatAreNotRead() {
        AdditionFixture foreign = new AdditionFixture(new Fixture(folder.resolve("foreign")));
        foreign.fixture.image("ring.jpg", 40, 30, 1);
        foreign.fixture.text("ring.txt", "0 0.5 0.5 0.2 0.2");
        assertSays(
                "is a label file of YOLO. This format is not read.",
                foreign.refusal("a.png", null, objects("", ring())));
        assertSays(
                "is a label file of YOLO.",
                foreign.refusal(() -> foreign.addition().contents().format()));
        AdditionFixture one = AdditionFixture.labelMe(folder.resolve("one"));
        one.fixture.path = one.fixture.file("train/train.json").toString();
        assertSays(
                "is the annotation of one image. Name the folder in <dataset>, so that others can be added.",
                one.refusal("a.png", Split.TRAIN, objects("", ring())));
        AdditionFixture empty = new AdditionFixture(new Fixture(folder.resolve("empty")));
        empty.fixture.format = Format.COCO;
        empty.fixture.image("ring.jpg", 40, 30, 1);
        assertSays("holds no annotations of the format coco.", empty.refusal("a.png", null, objects("", ring())));
    }
}
