package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.annotation.DatasetAddition.Added;
import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Small data sets in each format, and additions to them; images are of 40 x 30 pixels. */
final class AdditionFixture {

    static final int WIDTH = 40;
    static final int HEIGHT = 30;

    final Fixture fixture;

    AdditionFixture(Fixture fixture) {
        this.fixture = fixture;
    }

    DatasetAddition addition() {
        return new DatasetAddition(fixture.source(), fixture.output);
    }

    /** An image that no fixture has, in a format of ImageIO. */
    static byte[] picture(String format, int number) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Fixture.fill(image, new Color(number * 37 % 256, 200, number), 3, 3, 30, 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A ring of uneven thickness that touches the border, a pixel that touches it at a corner, and one apart. */
    static BinaryMask ring() {
        BinaryMask mask = new BinaryMask(WIDTH, HEIGHT);
        mask.bits().or(Shape.rectangle(4, 0, 21, 17).pixels(WIDTH, HEIGHT));
        mask.bits().andNot(Shape.rectangle(7, 4, 18, 15).pixels(WIDTH, HEIGHT));
        mask.set(10, 10, true);
        mask.set(21, 17, true);
        mask.set(5, 2, false);
        return mask;
    }

    /** A square, which shares no pixel with the ring. */
    static BinaryMask stone() {
        return new BinaryMask(WIDTH, HEIGHT, Shape.rectangle(25, 18, 40, 30).pixels(WIDTH, HEIGHT));
    }

    static List<NewObject> objects(String label, BinaryMask... masks) {
        return Arrays.stream(masks).map(mask -> new NewObject(label, mask)).toList();
    }

    Added add(String name, Split split, List<NewObject> objects) {
        return addition().addNew(new NewImage(name, picture("png", 1)), Optional.ofNullable(split), objects);
    }

    /** What an addition is refused with; the data set has to be as before. */
    SyrException refusal(String name, Split split, List<NewObject> objects) {
        return refusal(() -> add(name, split, objects));
    }

    SyrException refusal(Runnable addition) {
        Map<String, String> before = files();
        SyrException refusal = assertThrows(SyrException.class, addition::run);
        assertEquals(before, files());
        return refusal;
    }

    /** Reads the data set before and after something is added: the images there were have to be read equally. */
    Dataset.Image addedBy(Runnable addition) {
        List<Dataset.Image> before = fixture.build().dataset().images();
        addition.run();
        List<Dataset.Image> after = fixture.build().dataset().images();
        assertEquals(before, after.stream().filter(before::contains).toList());
        assertEquals(before.size() + 1, after.size());
        return after.stream()
                .filter(image -> !before.contains(image))
                .findFirst()
                .orElseThrow();
    }

    /** The masks that training sees of an image that was added. */
    List<BinaryMask> masks(Dataset.Image image) {
        MaskResult result = fixture.build();
        return IntStream.range(0, image.objects().size())
                .mapToObj(object -> fixture.mask(result, image.name(), object))
                .toList();
    }

    static List<String> labels(Dataset.Image image) {
        return image.objects().stream().map(Dataset.ObjectEntry::label).toList();
    }

    /** All files and folders of the data set, hidden ones too, with their content. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(fixture.data)) {
            for (Path file : all.toList()) {
                files.put(fixture.data.relativize(file).toString(), Files.isDirectory(file) ? "" : Sha256.of(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Folders {@code images} and {@code masks} in folders of splits. */
    static AdditionFixture folders(Path folder) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/images/" + split + ".jpg", WIDTH, HEIGHT, split.length());
            fixture.mask(split + "/masks/" + split + ".png", WIDTH, HEIGHT, 10, 5, 20, 25);
        }
        return new AdditionFixture(fixture);
    }

    /** The predecessor's layout. */
    static AdditionFixture syr(Path folder) {
        return new AdditionFixture(Fixture.syr(folder));
    }

    /** A LabelMe file beside each image, in folders of splits. */
    static AdditionFixture labelMe(Path folder) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/" + split + ".jpg", WIDTH, HEIGHT, split.length());
            fixture.text(split + "/" + split + ".json", labelMeFile(split + ".jpg", "ring"));
        }
        return new AdditionFixture(fixture);
    }

    static String labelMeFile(String image, String label) {
        return """
                {"imagePath": "%s", "imageData": null, "imageHeight": 30, "imageWidth": 40, "shapes": [
                  {"label": "%s", "shape_type": "rectangle", "points": [[10, 5], [20, 25]]}
                ]}
                """.formatted(image, label);
    }

    /** A file of instances and a folder of images for each split. */
    static AdditionFixture coco(Path folder) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "val", "test")) {
            fixture.image(split + "2017/" + split + ".jpg", WIDTH, HEIGHT, split.length());
            fixture.text("annotations/instances_" + split + "2017.json", cocoFile("", split + ".jpg"));
        }
        return new AdditionFixture(fixture);
    }

    static String cocoFile(String folder, String... images) {
        String entries = Arrays.stream(images)
                .map(image -> "{\"id\": %d, \"file_name\": \"%s\", \"width\": 40, \"height\": 30}"
                        .formatted(10 + List.of(images).indexOf(image), folder + image))
                .collect(Collectors.joining(", "));
        String annotations = Arrays.stream(images)
                .map(image -> ("{\"id\": %d, \"image_id\": %d, \"category_id\": 3, \"score\": 1.0e-3,"
                                + " \"segmentation\": [[10.50, 5, 20, 5, 20, 25, 10.50, 25]]}")
                        .formatted(
                                90 + List.of(images).indexOf(image),
                                10 + List.of(images).indexOf(image)))
                .collect(Collectors.joining(", "));
        return """
                {
                  "info": {"year": 2026, "zoom": 1.10},
                  "images": [%s],
                  "categories": [{"id": 3, "name": "ring"}],
                  "annotations": [%s]
                }
                """.formatted(entries, annotations);
    }

    /** A project of VIA 2 with a region for each image, in folders of splits. */
    static AdditionFixture via(Path folder) {
        Fixture fixture = new Fixture(folder);
        StringBuilder entries = new StringBuilder();
        for (String split : List.of("train", "validation", "test")) {
            fixture.image("images/" + split + "/" + split + ".jpg", WIDTH, HEIGHT, split.length());
            entries.append(entries.isEmpty() ? "" : ",\n").append("""
                    "%1$s.jpg1": {"filename": "%1$s/%1$s.jpg", "size": 1, "regions": [
                      {"shape_attributes": {"name": "rect", "x": 10, "y": 5, "width": 10, "height": 20},
                       "region_attributes": {"jewel": {"ring": true}}}], "file_attributes": {}}""".formatted(split));
        }
        fixture.text(
                "project.json",
                "{\"_via_settings\": {}, \"_via_img_metadata\": {" + entries
                        + "}, \"_via_image_id_list\": [\"train.jpg1\", \"validation.jpg1\", \"test.jpg1\"]}");
        return new AdditionFixture(fixture);
    }

    /** Folders {@code images} and {@code cutouts} in folders of splits; or cut-outs with transparency alone. */
    static AdditionFixture cutOuts(Path folder, boolean paired) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            if (paired) {
                fixture.image(split + "/images/ring.jpg", WIDTH, HEIGHT, split.length());
            }
            BufferedImage cutOut = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
            Fixture.fill(cutOut, new Color(split.length(), 200, 9), 10, 5, 20, 25);
            fixture.save(split + "/cutouts/ring.png", cutOut);
        }
        return new AdditionFixture(fixture);
    }
}
