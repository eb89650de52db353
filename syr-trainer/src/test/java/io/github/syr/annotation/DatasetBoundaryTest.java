package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.error.SyrException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies outside a data set is not read, by whatever way it is named. */
@DisabledOnOs(OS.WINDOWS)
class DatasetBoundaryTest {

    private static final String REMEDY = ". Put the file itself there; or, if you trust where the link leads, set"
            + " <allowOutside>true</allowOutside>.";

    @TempDir
    Path folder;

    /** Data sets of three images each. */
    private enum Kinds {
        SYR("train/images/train.jpg", "train/masks", "annotations.json"),
        LABELME("train/train.jpg", "train", "train/train.json"),
        COCO("train/train.jpg", "train", "coco.json"),
        VIA("train/train.jpg", "train", "via.json"),
        FOLDERS("train/images/train.jpg", "train/masks", ""),
        CUTOUTS("train/cutouts/train.png", "train/cutouts", "");

        final String image;
        final String subfolder;
        final String json;

        Kinds(String image, String subfolder, String json) {
            this.image = image;
            this.subfolder = subfolder;
            this.json = json;
        }

        Fixture make(Path folder) {
            if (this == SYR) {
                return Fixture.syr(folder);
            }
            Fixture fixture = new Fixture(folder);
            StringBuilder coco = new StringBuilder();
            StringBuilder annotations = new StringBuilder();
            StringBuilder via = new StringBuilder();
            for (String split : List.of("train", "validation", "test")) {
                boolean isPaired = this == FOLDERS || this == CUTOUTS;
                fixture.image(split + (isPaired ? "/images/" : "/") + split + ".jpg", 40, 30, split.length());
                if (this == FOLDERS) {
                    fixture.mask(split + "/masks/" + split + ".png", 40, 30, 10, 5, 20, 25);
                } else if (this == CUTOUTS) {
                    fixture.mask(split + "/cutouts/" + split + ".png", 40, 30, 10, 5, 20, 25);
                } else if (this == LABELME) {
                    fixture.text(split + "/" + split + ".json", """
                            {"imagePath": "%s.jpg", "shapes": [{"label": "ring", "shape_type": "polygon", "points": [[10, 5], [20, 5], [20, 25]]}]}
                            """.formatted(split));
                }
                int id = split.length();
                String comma = coco.isEmpty() ? "" : ", ";
                coco.append(comma).append("{\"id\": " + id + ", \"file_name\": \"" + split + "/" + split + ".jpg\"}");
                annotations
                        .append(comma)
                        .append("{\"image_id\": " + id
                                + ", \"category_id\": 1, \"segmentation\": [[10, 5, 20, 5, 20, 25]]}");
                via.append(comma)
                        .append(
                                "\"" + split + "\": {\"filename\": \"" + split + "/" + split
                                        + ".jpg\", \"regions\": [{\"shape_attributes\": {\"name\": \"circle\", \"cx\": 15, \"cy\": 15, \"r\": 8}, \"region_attributes\": {}}]}");
            }
            if (this == COCO) {
                fixture.text(
                        "coco.json",
                        "{\"images\": [" + coco
                                + "], \"categories\": [{\"id\": 1, \"name\": \"ring\"}], \"annotations\": ["
                                + annotations + "]}");
            } else if (this == VIA) {
                fixture.text("via.json", "{" + via + "}");
            }
            return fixture;
        }
    }

    /** Moves a file or folder out of the data set, and leaves a link to it. */
    private Path moveOut(Fixture fixture, String name) throws IOException {
        Path outside = Files.createDirectories(folder.resolve("secret")).resolve("moved");
        Files.move(fixture.file(name), outside);
        Files.createSymbolicLink(fixture.file(name), outside);
        return outside;
    }

    private void assertRefusedUnlessAllowed(Fixture fixture, String name) throws IOException {
        int images = fixture.build().dataset().images().size();
        Path outside = moveOut(fixture, name);
        SyrException refused = fixture.refusal();
        assertEquals(
                fixture.file(name) + ": a link leads out of the data set's folder, to " + outside.toRealPath() + REMEDY,
                refused.getMessage());
        assertEquals(Kind.BAD_DATA, refused.kind());
        fixture.allowOutside = true;
        assertEquals(images, fixture.build().dataset().images().size());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFileThatIsALinkToOutside(Kinds kind) throws IOException {
        assertRefusedUnlessAllowed(kind.make(folder), kind.image);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFolderThatIsALinkToOutside(Kinds kind) throws IOException {
        assertRefusedUnlessAllowed(kind.make(folder), kind.subfolder);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kinds.class,
            names = {"FOLDERS", "CUTOUTS"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusesAnAnnotationFileThatIsALinkToOutside(Kinds kind) throws IOException {
        assertRefusedUnlessAllowed(kind.make(folder), kind.json);
    }

    @Test
    void refusesALinkToOutsideThatIsNamedAsTheDataSet() throws IOException {
        Fixture fixture = Kinds.COCO.make(folder);
        fixture.path = fixture.file("coco.json").toString();
        assertRefusedUnlessAllowed(fixture, "coco.json");
    }

    @ParameterizedTest
    @EnumSource
    void readsADataSetThatIsALinkItself(Kinds kind) throws IOException {
        Fixture fixture = kind.make(folder);
        Path real = folder.resolve("elsewhere");
        Files.move(fixture.data, real);
        Files.createSymbolicLink(fixture.data, real);
        assertEquals(3, fixture.build().dataset().images().size());
    }

    @ParameterizedTest
    @EnumSource
    void readsLinksWithinTheDataSet(Kinds kind) throws IOException {
        Fixture fixture = kind.make(folder);
        Path kept = Files.createDirectories(fixture.file(".kept")).resolve("moved");
        Files.move(fixture.file(kind.subfolder), kept);
        Files.createSymbolicLink(fixture.file(kind.subfolder), kept);
        assertEquals(3, fixture.build().dataset().images().size());
    }

    @Test
    void refusesALinkInAFolderThatIsNotListedToo() throws IOException {
        Fixture fixture = Fixture.syr(folder);
        new Fixture(folder, folder).mask("secret/mask.png", 40, 30, 10, 5, 20, 25);
        Path hidden = Files.createDirectories(fixture.file(".hidden")).resolve("mask.png");
        Files.createSymbolicLink(hidden, folder.resolve("secret/mask.png"));
        fixture.replace("annotations.json", "./dataset/train/masks/train.png", "./dataset/.hidden/mask.png");
        assertEquals(
                hidden + ": a link leads out of the data set's folder, to "
                        + folder.toRealPath().resolve("secret/mask.png") + REMEDY,
                fixture.refusal().getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret/mask.png", "./../secret/mask.png", "train/../../secret/mask.png", "ABSOLUTE"})
    void refusesAPathToAFileOutside(String path) throws IOException {
        Fixture fixture = Fixture.syr(folder);
        new Fixture(folder, folder).mask("secret/mask.png", 40, 30, 10, 5, 20, 25);
        String written =
                path.replace("ABSOLUTE", folder.resolve("secret/mask.png").toString());
        fixture.replace("annotations.json", "./dataset/train/masks/train.png", written);
        SyrException refused = fixture.refusal();
        assertTrue(
                refused.problem()
                        .endsWith(".mask_path: the mask " + written + " is missing: no file in " + fixture.data
                                + " has this name."),
                refused.problem());
    }

    @Test
    void leavesLinksAloneThatAreNoPartOfTheDataSet() throws IOException {
        Fixture fixture = Fixture.syr(folder);
        Path notes = Files.writeString(folder.resolve("LICENSE"), "free");
        Files.createSymbolicLink(fixture.file("LICENSE"), notes);
        Files.createSymbolicLink(fixture.file("gone.txt"), folder.resolve("nowhere"));
        assertEquals(3, fixture.build().dataset().images().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\\..\\..\\..\\..\\secret.png", "x\\secret.png", "C:\\secret.png"})
    void refusesANameWithBackslashes(String name) {
        for (Kinds kind : Kinds.values()) {
            Fixture fixture = kind.make(folder.resolve(kind.name()));
            new Fixture(folder, folder).image("secret.png", 40, 30, 9);
            String file = kind.subfolder + "/" + name;
            fixture.bytes(file, new byte[] {1});
            assertEquals(
                    fixture.file(file) + ": has a backslash in its name, which other systems take for a folder's end."
                            + " Rename it; an archive of Windows that was unpacked elsewhere leaves such names.",
                    fixture.refusal().getMessage());
        }
    }

    @Test
    void additionsKeepInsideToo() throws IOException {
        AdditionFixture data = AdditionFixture.folders(folder);
        moveOut(data.fixture, "train/masks");
        SyrException refused = data.refusal(() -> data.addition().contents().images());
        assertEquals(Kind.BAD_DATA, refused.kind());
        assertEquals(
                data.fixture.file("train/masks") + ": a link leads out of the data set's folder, to "
                        + folder.toRealPath().resolve("secret/moved") + ".",
                refused.problem());
        data.fixture.allowOutside = true;
        assertFalse(data.addition().contents().images().isEmpty());
    }
}
