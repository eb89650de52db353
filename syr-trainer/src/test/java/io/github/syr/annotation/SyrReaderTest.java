package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Event.Level;
import io.github.syr.message.Request.Format;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyrReaderTest {

    @TempDir
    Path folder;

    @Test
    void takesMasksBoxesAndSplitsAsTheyAre() {
        Fixture fixture = Fixture.syr(folder);
        MaskResult result = fixture.build();
        assertEquals(Format.SYR, result.format());
        assertEquals(List.of("train.jpg"), Fixture.names(result, Split.TRAIN));
        assertEquals(List.of("validation.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(List.of("test.jpg"), Fixture.names(result, Split.TEST));
        assertEquals(
                List.of(9.0, 4.5, 21.0, 26.0),
                Fixture.image(result, "train.jpg").objects().get(0).box());
        assertEquals(
                Shape.rectangle(10, 5, 20, 25).pixels(40, 30),
                fixture.mask(result, "train.jpg", 0).bits());
        assertEquals("masks: 1 train, 1 validation, 1 test images (format syr, 3 objects)", result.summary());
    }

    @Test
    void takesTheBoxFromTheMaskWhereNoneIsGiven() {
        Fixture fixture = Fixture.syr(folder);
        fixture.replace("annotations.json", ", \"bbox\": [9, 4.5, 21, 26]", "");
        assertEquals(
                List.of(10.0, 5.0, 20.0, 25.0),
                Fixture.image(fixture.build(), "train.jpg").objects().get(0).box());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./dataset/train/masks/train.png",
                "dataset/train/masks/train.png",
                "train/masks/train.png",
                "./train/masks/train.png",
                ".\\\\dataset\\\\train\\\\masks\\\\train.png",
                "./old-name/train/masks/train.png"
            })
    void findsMasksFromTheFolderAboveFromTheDataSetAndAfterItWasRenamed(String path) {
        Fixture fixture = Fixture.syr(folder);
        fixture.replace("annotations.json", "./dataset/train/masks/train.png", path);
        assertEquals(200, fixture.mask(fixture.build(), "train.jpg", 0).area());
    }

    @Test
    void findsMasksByTheNamesThatTheFolderEndsWith() {
        Fixture fixture = Fixture.syr(folder.resolve("shop"));
        fixture.replace("annotations.json", "./dataset/train/masks/train.png", "shop/dataset/train/masks/train.png");
        assertEquals(200, fixture.mask(fixture.build(), "train.jpg", 0).area());
    }

    /** The predecessor's repository as it is cloned: annotations.json above the folder dataset. */
    @Test
    void readsAnnotationsAboveTheFoldersThatTheyName() throws IOException {
        Fixture inner = Fixture.syr(folder.resolve("repository"));
        Fixture repository = new Fixture(folder.resolve("repository"), folder.resolve("out"));
        Files.move(inner.file("annotations.json"), repository.file("annotations.json"));
        MaskResult result = repository.build();
        assertEquals(
                "dataset/train/images/train.jpg",
                Fixture.image(result, "train.jpg").file());
        assertEquals(
                List.of(9.0, 4.5, 21.0, 26.0),
                Fixture.image(result, "train.jpg").objects().get(0).box());
    }

    @ParameterizedTest
    @ValueSource(strings = {"val", "valid", "Validation"})
    void knowsOtherWordsForValidation(String word) {
        Fixture fixture = Fixture.syr(folder);
        fixture.replace("annotations.json", "\"validation\"", '"' + word + '"');
        fixture.delete("validation/images/validation.jpg");
        fixture.image(word + "/images/validation.jpg", 40, 30, 77);
        assertEquals(List.of("validation.jpg"), Fixture.names(fixture.build(), Split.VALIDATION));
    }

    @Test
    void readsJpegMasksByThreshold128() {
        Fixture fixture = Fixture.syr(folder);
        BufferedImage mask = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        Fixture.fill(mask, new Color(120, 120, 120), 0, 0, 16, 30);
        Fixture.fill(mask, new Color(136, 136, 136), 16, 0, 40, 30);
        fixture.save("train/masks/train.jpg", mask);
        fixture.replace("annotations.json", "train/masks/train.png", "train/masks/train.jpg");
        fixture.replace("annotations.json", ", \"bbox\": [9, 4.5, 21, 26]", "");
        assertEquals(
                Shape.rectangle(16, 0, 40, 30).pixels(40, 30),
                fixture.mask(fixture.build(), "train.jpg", 0).bits());
    }

    @Test
    void givesUpTrainingImagesForAMissingValidationSplit() {
        Fixture fixture = Fixture.syr(folder);
        StringBuilder train = new StringBuilder();
        for (int i = 1; i <= 15; i++) {
            fixture.image("train/images/ring" + i + "_a.jpg", 40, 30, 20 + i);
            train.append(train.isEmpty() ? "" : ", ")
                    .append("\"ring" + i + "_a.jpg\": {\"mask_path\": \"train/masks/train.png\"}");
        }
        fixture.text(
                "annotations.json",
                "{\"train\": {" + train + "}, \"test\": {\"test.jpg\": {\"mask_path\": \"test/masks/test.png\"}}}");
        fixture.splitGroup = Optional.of("^(ring\\d+)_");
        fixture.replace("annotations.json", "test.jpg", "ring99_a.jpg");
        fixture.image("test/images/ring99_a.jpg", 40, 30, 60);
        MaskResult result = fixture.build();
        // of SHA-256("validation\nringN"), computed elsewhere, 11 has the fraction 0.096481 and 14 has 0.166609; 20 %
        // is the limit
        assertEquals(List.of("ring11_a.jpg", "ring14_a.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(13, Fixture.names(result, Split.TRAIN).size());
        assertEquals(
                List.of(
                        "The data set has no validation split: 2 of its 15 training images are taken for it, chosen by hash."
                                + " Name your own to choose them yourself."),
                fixture.notes(Level.INFO));
    }
}
