package io.github.syr.annotation;

import static io.github.syr.annotation.AdditionFixture.objects;
import static io.github.syr.annotation.AdditionFixture.ring;
import static io.github.syr.annotation.AdditionFixture.stone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.DatasetAddition.Added;
import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.testing.Pictures;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats whose masks are files, and LabelMe's. */
class DatasetAdditionFormatsTest {

    @TempDir
    Path folder;

    @Test
    void addsAMaskAndAnEntryToThePredecessorsFile() {
        AdditionFixture data = AdditionFixture.syr(folder);
        assertEquals(Format.SYR, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added(
                        "validation/images/new.png",
                        List.of("validation/images/new.png", "validation/masks/new.png", "annotations.json")),
                data.add("new.png", Split.VALIDATION, objects("ring", ring()))));
        assertEquals(Split.VALIDATION, image.split());
        assertEquals(List.of(ring()), data.masks(image));
        assertEquals(List.of(4.0, 0.0, 22.0, 18.0), image.objects().get(0).box());
        String json = Fixture.read(data.fixture.file("annotations.json"));
        assertTrue(json.contains("\"mask_path\": \"./dataset/validation/masks/new.png\""), json);
        assertTrue(json.contains("4.5"), json);
    }

    @Test
    void addsTheFirstImageOfASplitToThePredecessorsFile() {
        AdditionFixture data = AdditionFixture.syr(folder);
        data.fixture.text("annotations.json", """
                {"training": {"train.jpg": {"mask_path": "./dataset/train/masks/train.png"}}}""");
        data.add("new.png", Split.TEST, objects("", ring()));
        assertEquals(
                "{\"training\":{\"train.jpg\":{\"mask_path\":\"./dataset/train/masks/train.png\"}},"
                        + "\"test\":{\"new.png\":{\"mask_path\":\"./dataset/test/masks/new.png\"}}}",
                Fixture.read(data.fixture.file("annotations.json")));
    }

    @Test
    void annotatesAPhotographOfThePredecessorsLayout() {
        AdditionFixture data = AdditionFixture.syr(folder);
        data.fixture.image("train/images/two.jpg", 40, 30, 77);
        data.fixture.mask("train/masks/two.png", 40, 30, 1, 1, 2, 2);
        assertEquals(List.of("train/images/two.jpg"), data.addition().contents().unannotated());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                List.of("train/masks/two-2.png", "annotations.json"),
                data.addition()
                        .annotate("train/images/two.jpg", objects("", ring()))
                        .files()));
        assertEquals(Split.TRAIN, image.split());
        assertEquals(List.of(ring()), data.masks(image));
    }

    @Test
    void addsToFolders() {
        AdditionFixture data = AdditionFixture.folders(folder);
        assertEquals(Format.FOLDERS, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("train/images/new.png", List.of("train/masks/new.png", "train/images/new.png")),
                data.add("new.png", Split.TRAIN, objects("ring", ring()))));
        assertEquals(Split.TRAIN, image.split());
        assertEquals(List.of(ring()), data.masks(image));
        assertEquals(List.of(""), AdditionFixture.labels(image));
    }

    @Test
    void addsToFoldersByTheSpellingThatIsThere() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train2017", "test2017")) {
            fixture.image("Images/" + split + "/ring.jpg", 40, 30, split.length());
            fixture.mask("Masks/" + split + "/ring.png", 40, 30, 10, 5, 20, 25);
        }
        fixture.text("Images/val2017/.keep", "");
        AdditionFixture data = new AdditionFixture(fixture);
        assertEquals(
                List.of("Masks/val2017/new.png", "Images/val2017/new.png"),
                data.add("new.png", Split.VALIDATION, objects("", ring())).files());
        Dataset.Image image = Fixture.image(fixture.build(), "new.png");
        assertEquals(Split.VALIDATION, image.split());
        assertEquals(List.of(ring()), data.masks(image));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "0", "1000,300", "0,255"})
    void writesAMaskThatTheRulesOfTheDataSetRead(String values) {
        AdditionFixture data = AdditionFixture.folders(folder);
        data.fixture.maskValues = values.isEmpty()
                ? List.of()
                : List.of(values.split(",")).stream().map(Integer::valueOf).toList();
        data.fixture.maskThreshold = 255;
        data.add("new.png", Split.TRAIN, objects("", ring()));
        DatasetState state = DatasetState.read(data.fixture.source(), data.fixture.output);
        AnnotatedImage image =
                state.annotated(data.fixture.file("train/images/new.png")).orElseThrow();
        MaskDrawer drawer = new MaskDrawer(new ImageDecoder(), state.settings().masks());
        assertEquals(List.of(ring()), drawer.draw(image.objects().get(0), new Size(40, 30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"syr", "folders"})
    void writesAnObjectAValueWhereTheDataSetHasThem(String format) {
        AdditionFixture data = format.equals("syr") ? AdditionFixture.syr(folder) : AdditionFixture.folders(folder);
        data.fixture.maskObjects = MaskObjects.VALUES;
        Dataset.Image image = data.addedBy(() -> data.add("new.png", Split.TEST, objects("", stone(), ring())));
        assertEquals(List.of(stone(), ring()), data.masks(image));
    }

    @Test
    void addsALabelMeFileWithHoles() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        assertEquals(Format.LABELME, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("test/new.png", List.of("test/new.png", "test/new.json")),
                data.add("new.png", Split.TEST, objects("ring", ring(), stone()))));
        assertEquals(Split.TEST, image.split());
        assertEquals(List.of(ring(), stone()), data.masks(image));
        assertEquals(List.of("ring", "ring"), AdditionFixture.labels(image));
        String json = Fixture.read(data.fixture.file("test/new.json"));
        assertTrue(json.startsWith("{\n  \"version\": \"5.0.0\",\n"), json);
        assertTrue(
                json.endsWith("  \"imagePath\": \"new.png\",\n  \"imageData\": null,\n  \"imageHeight\": 30,\n"
                        + "  \"imageWidth\": 40\n}\n"),
                json);
    }

    @Test
    void takesTheOneLabelOfTheDataSetWhereNoneIsGiven() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        Dataset.Image image = data.addedBy(() -> data.add("new.png", Split.TEST, objects("", ring())));
        assertEquals(List.of("ring"), AdditionFixture.labels(image));
    }

    @Test
    void beginsWithLabelMeInAFolderOfPhotographs() {
        AdditionFixture data = new AdditionFixture(new Fixture(folder));
        for (int i = 0; i < 20; i++) {
            data.fixture.image("shots/ring" + i + ".jpg", 40, 30, i);
        }
        assertEquals(Format.LABELME, data.addition().contents().format());
        assertEquals(20, data.addition().contents().images().size());
        assertEquals(List.of(), data.addition().contents().splits());
        for (String image : data.addition().contents().unannotated()) {
            data.addition().annotate(image, objects("", ring(), stone()));
        }
        assertEquals(
                new Added("shots/new.png", List.of("shots/new.png", "shots/new.json")),
                data.add("new.png", null, objects("", ring())));
        assertEquals(List.of(), data.addition().contents().unannotated());
        MaskResult result = data.fixture.build();
        assertEquals(21, result.dataset().images().size());
        Dataset.Image image = Fixture.image(result, "ring7.jpg");
        assertEquals(List.of(ring(), stone()), data.masks(image));
        assertEquals(List.of("object", "object"), AdditionFixture.labels(image));
    }

    @Test
    void writesBesideTheOtherLabelMeFiles() {
        AdditionFixture data = new AdditionFixture(new Fixture(folder));
        for (String split : List.of("train", "val", "test")) {
            data.fixture.image(split + "/images/" + split + ".jpg", 40, 30, split.length());
            data.fixture.text(
                    split + "/json/" + split + ".json",
                    AdditionFixture.labelMeFile("../images/" + split + ".jpg", "ring"));
        }
        data.fixture.image("val/images/two.jpg", 40, 30, 77);
        Dataset.Image image = data.addedBy(() -> assertEquals(
                List.of("val/json/two.json"),
                data.addition()
                        .annotate("val/images/two.jpg", objects("ring", ring()))
                        .files()));
        assertEquals(Split.VALIDATION, image.split());
        assertTrue(
                Fixture.read(data.fixture.file("val/json/two.json")).contains("\"imagePath\": \"../images/two.jpg\""));
    }

    @Test
    void fillsALabelMeFileWithoutShapes() {
        AdditionFixture data = AdditionFixture.labelMe(folder);
        data.fixture.image("train/two.jpg", 40, 30, 77);
        data.fixture.text("train/two.json", """
                {"shapes": [], "imagePath": "two.jpg", "imageData": null, "note": 1.50}""");
        Dataset.Image image = data.addedBy(() -> data.addition().annotate("train/two.jpg", objects("ring", stone())));
        assertEquals(List.of(stone()), data.masks(image));
        String json = Fixture.read(data.fixture.file("train/two.json"));
        assertTrue(json.endsWith("\"imagePath\":\"two.jpg\",\"imageData\":null,\"note\":1.50}"), json);
    }

    @Test
    void annotatesAPhotographOfFolders() {
        AdditionFixture data = AdditionFixture.folders(folder);
        Dataset.Image image = data.addedBy(() -> {
            data.fixture.image("test/images/two.jpg", 40, 30, 77);
            data.fixture.image("test/images/three.jpg", 40, 30, 78);
            assertEquals(
                    List.of("test/images/three.jpg", "test/images/two.jpg"),
                    data.addition().contents().unannotated());
            assertEquals(
                    List.of("test/masks/two.png"),
                    data.addition()
                            .annotate("test/images/two.jpg", objects("", ring()))
                            .files());
            data.fixture.delete("test/images/three.jpg");
        });
        assertEquals(Split.TEST, image.split());
        assertEquals(List.of(ring()), data.masks(image));
    }

    @Test
    void takesAnUploadOfAnyFormat() {
        AdditionFixture data = AdditionFixture.folders(folder);
        Dataset.Image image = data.addedBy(() -> data.addition()
                .addNew(
                        new NewImage("C:\\photos\\..\\my ring.heic", AdditionFixture.picture("jpg", 5)),
                        Optional.of(Split.TRAIN),
                        objects("", ring())));
        assertEquals("my ring.jpg", image.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"syr", "folders", "labelme", "coco", "via", "cutouts"})
    void takesMasksOfTheUprightPhotograph(String format) {
        AdditionFixture data = switch (format) {
            case "syr" -> AdditionFixture.syr(folder);
            case "folders" -> AdditionFixture.folders(folder);
            case "labelme" -> AdditionFixture.labelMe(folder);
            case "coco" -> AdditionFixture.coco(folder);
            case "via" -> AdditionFixture.via(folder);
            default -> AdditionFixture.cutOuts(folder, true);
        };
        byte[] turned = Pictures.bytes("jpeg_exif6.jpg");
        RgbImage upright = new ImageDecoder().rgb(turned);
        BinaryMask mask = new BinaryMask(upright.width(), upright.height());
        mask.set(0, upright.height() - 1, true);
        mask.set(upright.width() - 1, 1, true);
        Dataset.Image image = data.addedBy(() ->
                data.addition().addNew(new NewImage("turned.jpg", turned), Optional.of(Split.TEST), objects("", mask)));
        assertEquals(List.of(mask), data.masks(image));
    }

    @Test
    void doesNotPutAnImageIntoTheFolderOfADesign() {
        AdditionFixture data = new AdditionFixture(new Fixture(folder));
        for (String design : List.of("a", "b", "c")) {
            data.fixture.image("images/" + design + "/ring.jpg", 40, 30, design.charAt(0));
            data.fixture.mask("masks/" + design + "/ring.png", 40, 30, 10, 5, 20, 25);
        }
        assertEquals(
                "images/new.png", data.add("new.png", null, objects("", ring())).image());
        AdditionFixture split = new AdditionFixture(new Fixture(folder.resolve("split")));
        for (String design : List.of("a", "b")) {
            for (String word : List.of("train", "test")) {
                String name = design + "/" + word + "/" + design + word;
                split.fixture.image(name + ".jpg", 40, 30, name.hashCode() & 255);
                split.fixture.text(name + ".json", AdditionFixture.labelMeFile(design + word + ".jpg", "ring"));
            }
        }
        assertEquals(
                "a/test/new.png",
                split.add("new.png", Split.TEST, objects("", ring())).image());
    }

    @Test
    void addsBesideLabelMeFilesThatEmbedTheirImages() {
        AdditionFixture data = new AdditionFixture(new Fixture(folder));
        for (int i = 0; i < 2; i++) {
            String image = Base64.getEncoder().encodeToString(AdditionFixture.picture("png", 40 + i));
            data.fixture.text(
                    "json/" + i + ".json",
                    AdditionFixture.labelMeFile(i + ".png", "ring").replace("null", "\"" + image + "\""));
        }
        assertEquals(
                List.of("json/new.png", "json/new.json"),
                data.add("new.png", null, objects("", ring())).files());
    }
}
