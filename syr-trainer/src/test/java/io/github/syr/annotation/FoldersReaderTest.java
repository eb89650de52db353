package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldersReaderTest {

    @TempDir
    Path folder;

    private Fixture pairs(String layout) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            String place = layout.replace("<split>", split);
            fixture.image(place.replace("*", "images") + "/ring.jpg", 40, 30, split.length());
            fixture.mask(place.replace("*", "masks") + "/ring.bmp", 40, 30, 10, 5, 20, 25);
        }
        return fixture;
    }

    @ParameterizedTest
    @ValueSource(strings = {"<split>/*", "*/<split>", "shop/<split>/*"})
    void pairsImagesAndMasksByName(String layout) {
        Fixture fixture = pairs(layout);
        MaskResult result = fixture.build();
        assertEquals(Format.FOLDERS, result.format());
        assertEquals(List.of("ring.jpg"), Fixture.names(result, Split.VALIDATION));
        assertEquals(
                Shape.rectangle(10, 5, 20, 25).pixels(40, 30),
                fixture.mask(result, "ring.jpg", 0).bits());
        assertEquals(
                List.of(10.0, 5.0, 20.0, 25.0),
                Fixture.image(result, "ring.jpg").objects().get(0).box());
    }

    @Test
    void splitsByTheHashOfTheGroupWhereNoFolderTells() {
        Fixture fixture = new Fixture(folder);
        for (int i = 1; i <= 20; i++) {
            for (String shot : List.of("a", "b")) {
                fixture.image("images/ring" + i + "_" + shot + ".png", 20, 20, 2 * i + (shot.equals("a") ? 0 : 1));
                fixture.mask("masks/ring" + i + "_" + shot + ".png", 20, 20, 5, 5, 15, 15);
            }
        }
        fixture.splitGroup = Optional.of("^(ring\\d+)_");
        MaskResult result = fixture.build();
        // SHA-256 as a fraction, computed elsewhere: ring5 0.793282, ring17 0.759663, ring18 0.795977; ring8 0.964918,
        // ring13 0.923115
        assertEquals(
                List.of("ring17_a.png", "ring17_b.png", "ring18_a.png", "ring18_b.png", "ring5_a.png", "ring5_b.png"),
                Fixture.names(result, Split.VALIDATION));
        assertEquals(
                List.of("ring13_a.png", "ring13_b.png", "ring8_a.png", "ring8_b.png"),
                Fixture.names(result, Split.TEST));
    }

    @Test
    void splitsByTheContentWhereThereIsNoGroup() {
        Fixture fixture = new Fixture(folder);
        for (int i = 0; i < 40; i++) {
            fixture.image("images/ring" + i + ".bmp", 20, 20, i);
            fixture.mask("masks/ring" + i + ".png", 20, 20, 5, 5, 15, 15);
        }
        MaskResult result = fixture.build();
        result.dataset().images().forEach(image -> {
            double fraction = new BigInteger(image.sha256(), 16).doubleValue() / Math.pow(2, 256);
            Split expected = fraction < 0.7 ? Split.TRAIN : fraction < 0.85 ? Split.VALIDATION : Split.TEST;
            assertEquals(expected, image.split(), image.name());
        });
        fixture.image("images/another.bmp", 20, 20, 70);
        fixture.mask("masks/another.png", 20, 20, 5, 5, 15, 15);
        MaskResult more = fixture.build();
        result.dataset()
                .images()
                .forEach(image -> assertEquals(
                        image.split(), Fixture.image(more, image.name()).split(), "none moves"));
    }

    @Test
    void namesWhatHasNoPartner() {
        Fixture fixture = pairs("<split>/*");
        fixture.delete("train/masks/ring.bmp");
        assertEquals(
                fixture.file("train/images/ring.jpg")
                        + ": has no partner train/masks/ring with the suffix of an image.",
                fixture.refusal().problem());
        fixture.mask("train/masks/ring.bmp", 40, 30, 10, 5, 20, 25);
        fixture.mask("train/masks/rong.bmp", 40, 30, 10, 5, 20, 25);
        assertTrue(fixture.refusal().problem().contains("rong.bmp: has no partner train/images/rong"));
    }

    @Test
    void refusesTwoMasksOfOneName() {
        Fixture fixture = pairs("<split>/*");
        fixture.mask("train/masks/ring.png", 40, 30, 10, 5, 20, 25);
        assertTrue(
                fixture.refusal().problem().contains("has the same name as " + fixture.file("train/masks/ring.bmp")));
    }
}
