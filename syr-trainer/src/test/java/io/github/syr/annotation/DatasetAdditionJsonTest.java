package io.github.syr.annotation;

import static io.github.syr.annotation.AdditionFixture.objects;
import static io.github.syr.annotation.AdditionFixture.ring;
import static io.github.syr.annotation.AdditionFixture.stone;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.DatasetAddition.Added;
import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.image.Rle;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats with annotation files for many images, and cut-outs. */
class DatasetAdditionJsonTest {

    @TempDir
    Path folder;

    @Test
    void addsInstancesToTheFileOfTheSplit() {
        AdditionFixture data = AdditionFixture.coco(folder);
        data.fixture.crowd = Crowd.EXCLUDE;
        assertEquals(Format.COCO, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("val2017/new.png", List.of("val2017/new.png", "annotations/instances_val2017.json")),
                data.add(
                        "new.png",
                        Split.VALIDATION,
                        List.of(new NewObject("ring", ring()), new NewObject("stone", stone())))));
        assertEquals(Split.VALIDATION, image.split());
        assertEquals(List.of(ring(), stone()), data.masks(image));
        assertEquals(List.of("ring", "stone"), AdditionFixture.labels(image));
        assertEquals(List.of("ring", "stone"), data.addition().contents().labels());
        String json = Fixture.read(data.fixture.file("annotations/instances_val2017.json"));
        assertTrue(json.startsWith("{\n  \"info\": {\n    \"year\": 2026,\n    \"zoom\": 1.10\n  },\n"), json);
        assertTrue(json.contains("1.0e-3") && json.contains("10.50"), json);
        assertTrue(json.contains("\"file_name\": \"new.png\""), json);
        assertTrue(json.contains("\"counts\": \"" + Rle.of(stone()).compressed()), json);
        assertTrue(json.contains("\"id\": 92") && json.contains("\"id\": 4") && json.contains("\"id\": 11"), json);
        assertTrue(json.endsWith("}\n"), json);
    }

    @Test
    void addsInstancesToTheOnlyFileByItsFoldersOfSplits() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "valid")) {
            fixture.image("images/" + split + "/" + split + ".jpg", 40, 30, split.charAt(0));
        }
        fixture.text(
                "instances.json",
                AdditionFixture.cocoFile("images/", "train/train.jpg", "valid/valid.jpg")
                        .replace("\n", " ")
                        .strip());
        AdditionFixture data = new AdditionFixture(fixture);
        assertEquals(List.of(Split.values()), data.addition().contents().splits());
        assertEquals(
                List.of("images/valid/new.png", "instances.json"),
                data.add("new.png", Split.VALIDATION, objects("", ring())).files());
        assertEquals(
                "images/test/new-2.png",
                data.addition()
                        .addNew(
                                new NewImage("new.png", AdditionFixture.picture("png", 2)),
                                Optional.of(Split.TEST),
                                objects("", stone()))
                        .image());
        MaskResult result = fixture.build();
        assertEquals(List.of("new.png", "valid.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(List.of("new-2.png"), Fixture.names(result, Split.TEST));
        assertEquals(List.of(ring()), data.masks(Fixture.image(result, "new.png")));
        assertEquals(List.of(stone()), data.masks(Fixture.image(result, "new-2.png")));
        String json = Fixture.read(fixture.file("instances.json"));
        assertTrue(json.startsWith("{\"info\":{\"year\":2026,\"zoom\":1.10},\"images\":[{\"id\":10,"), json);
        assertTrue(json.contains("\"file_name\":\"images/valid/new.png\""), json);
        assertTrue(json.contains("\"file_name\":\"images/test/new-2.png\""), json);
    }

    @Test
    void addsInstancesToAFileWithoutASplitWhereNoOtherIsOfIt() {
        AdditionFixture data = AdditionFixture.coco(folder);
        data.fixture.delete("annotations/instances_train2017.json");
        data.fixture.text("annotations/instances_default.json", AdditionFixture.cocoFile("train2017/", "train.jpg"));
        assertEquals(List.of(Split.values()), data.addition().contents().splits());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                List.of("train2017/new.png", "annotations/instances_default.json"),
                data.add("new.png", Split.TRAIN, objects("", ring())).files()));
        assertEquals(Split.TRAIN, image.split());
        assertEquals(List.of(ring()), data.masks(image));
        assertTrue(Fixture.read(data.fixture.file("annotations/instances_default.json"))
                .contains("\"file_name\": \"train2017/new.png\""));
    }

    @Test
    void annotatesAnImageThatCocoListsAlready() {
        AdditionFixture data = AdditionFixture.coco(folder);
        data.fixture.image("train2017/two.jpg", 40, 30, 77);
        data.fixture.replace(
                "annotations/instances_train2017.json",
                "\"images\": [",
                "\"images\": [{\"id\": 5, \"file_name\": \"two.jpg\", \"width\": 40, \"height\": 30}, ");
        assertEquals(List.of("train2017/two.jpg"), data.addition().contents().unannotated());
        Dataset.Image image =
                data.addedBy(() -> data.addition().annotate("train2017/two.jpg", objects("ring", ring())));
        assertEquals(List.of(ring()), data.masks(image));
        assertTrue(Fixture.read(data.fixture.file("annotations/instances_train2017.json"))
                .contains("\"image_id\": 5,"));
    }

    @Test
    void annotatesAnImageThatCocoDoesNotList() {
        AdditionFixture data = AdditionFixture.coco(folder);
        data.fixture.image("test2017/two.jpg", 40, 30, 77);
        Dataset.Image image = data.addedBy(() -> data.addition().annotate("test2017/two.jpg", objects("ring", ring())));
        assertEquals(Split.TEST, image.split());
        assertEquals(List.of(ring()), data.masks(image));
    }

    @Test
    void countsOnWhereIdsAreStrings() {
        AdditionFixture data = AdditionFixture.coco(folder);
        Path file = data.fixture.file("annotations/instances_test2017.json");
        data.fixture.text(
                "annotations/instances_test2017.json",
                Fixture.read(file).replace("\"id\": 10", "\"id\": \"10\"").replace("_id\": 10", "_id\": \"10\""));
        Dataset.Image image = data.addedBy(() -> data.add("new.png", Split.TEST, objects("ring", ring())));
        assertEquals(List.of(ring()), data.masks(image));
        assertTrue(Fixture.read(file).contains("\"image_id\": \"11\""));
    }

    @Test
    void addsRegionsWithHolesToAViaProject() {
        AdditionFixture data = AdditionFixture.via(folder);
        assertEquals(Format.VIA, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("images/test/new.png", List.of("images/test/new.png", "project.json")),
                data.add(
                        "new.png",
                        Split.TEST,
                        List.of(
                                new NewObject("", ring()),
                                new NewObject("stone", stone()),
                                new NewObject("stone", ring())))));
        assertEquals(Split.TEST, image.split());
        assertEquals(List.of(ring(), stone(), ring()), data.masks(image));
        assertEquals(List.of("ring", "stone", "stone"), AdditionFixture.labels(image));
        String json = Fixture.read(data.fixture.file("project.json"));
        String key = "test/new.png" + AdditionFixture.picture("png", 1).length;
        assertTrue(json.contains("\"filename\":\"test/new.png\"") || json.contains("\"filename\": \"test/new.png\""));
        assertTrue(json.contains("\"test.jpg1\",\n    \"" + key + "\"\n  ]"), json);
    }

    @Test
    void annotatesAnImageThatAViaProjectLists() {
        AdditionFixture data = AdditionFixture.via(folder);
        data.fixture.image("images/train/two.jpg", 40, 30, 77);
        data.fixture.replace(
                "project.json",
                "\"_via_img_metadata\": {",
                "\"_via_img_metadata\": {\"two.jpg9\": {\"filename\": \"two.jpg\", \"size\": 9, \"regions\": []},");
        Dataset.Image image =
                data.addedBy(() -> data.addition().annotate("images/train/two.jpg", objects("", stone())));
        assertEquals(List.of(stone()), data.masks(image));
        assertEquals(List.of("ring"), AdditionFixture.labels(image));
    }

    @Test
    void addsToAViaExportWithoutLabels() {
        Fixture fixture = new Fixture(folder);
        fixture.image("ring.jpg", 40, 30, 1);
        fixture.text("via_region_data.json", """
                {"ring.jpg1": {"filename": "ring.jpg", "size": 1, "file_attributes": {}, "regions": [
                  {"shape_attributes": {"name": "circle", "cx": 10, "cy": 10, "r": 5}, "region_attributes": {}}]}}
                """);
        AdditionFixture data = new AdditionFixture(fixture);
        assertEquals(
                List.of("new.png", "via_region_data.json"),
                data.add("new.png", null, objects("", ring(), stone())).files());
        assertEquals(
                3,
                DatasetState.read(fixture.source(), fixture.output).annotated().stream()
                        .mapToInt(image -> image.objects().size())
                        .sum());
    }

    @Test
    void addsACutOutBesideItsPhotograph() {
        AdditionFixture data = AdditionFixture.cutOuts(folder, true);
        assertEquals(Format.CUTOUTS, data.addition().contents().format());
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("train/images/new.png", List.of("train/cutouts/new.png", "train/images/new.png")),
                data.add("new.png", Split.TRAIN, objects("", ring()))));
        assertEquals(List.of(ring()), data.masks(image));
    }

    @Test
    void addsACutOutThatIsThePhotograph() {
        AdditionFixture data = AdditionFixture.cutOuts(folder, false);
        Dataset.Image image = data.addedBy(() -> assertEquals(
                new Added("train/cutouts/new.png", List.of("train/cutouts/new.png")),
                data.add("new.jpg", Split.TRAIN, objects("", ring()))));
        assertEquals(List.of(ring()), data.masks(image));
        ImageDecoder decoder = new ImageDecoder();
        assertArrayEquals(
                decoder.rgb(AdditionFixture.picture("png", 1)).pixels(),
                decoder.rgb(data.fixture.file("train/cutouts/new.png")).pixels());
    }
}
