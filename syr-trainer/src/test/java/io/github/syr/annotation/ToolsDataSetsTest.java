package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.message.Request.PolygonHoles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small data sets as annotation tools write them ({@code data-sets.zip}): each has one property that users of the tool
 * report to its tracker.
 */
class ToolsDataSetsTest {

    @TempDir
    private Path folder;

    /**
     * A data set and what it should give.
     *
     * @param name its folder in the zip
     * @param settings changes the configuration
     * @param images how many there are; 0 where the data set is refused
     * @param objects how many there are on all images
     * @param says a regular expression that a warning, or the refusal, contains; empty where there is no warning
     */
    private record Case(String name, Consumer<Fixture> settings, int images, int objects, String says) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case read(String name, int images, int objects) {
        return new Case(name, fixture -> {}, images, objects, "");
    }

    private static Case warned(String name, int images, int objects, String says) {
        return new Case(name, fixture -> {}, images, objects, says);
    }

    private static Case refused(String name, String says) {
        return new Case(name, fixture -> {}, 0, 0, says);
    }

    static Stream<Case> imagesAreFoundByName() {
        return Stream.of(
                read("cvat-images-default", 5, 5),
                read("lm-embedded", 5, 5),
                read("folder-a-design", 12, 12),
                read("lm-absolute", 5, 5),
                read("ls-data-upload", 5, 5),
                read("ls-local-files", 5, 5),
                read("ls-percent", 5, 5),
                read("ls-s3", 5, 5),
                read("mk-folder-case", 5, 5),
                read("nm-case", 5, 5),
                read("nm-nfd", 5, 5),
                read("via-path", 5, 5),
                refused(
                        "real-layout-images-train",
                        "the split test has no image: there are 3 train, 3 validation and 0 test images"));
    }

    static Stream<Case> oneMeaningHasSeveralSpellings() {
        return Stream.of(
                read("bbox-empty-list", 5, 5),
                read("coco-annotator", 5, 5),
                warned("crowd-true", 5, 5, "^\\d annotations? with iscrowd 1 (is|are) taken as objects"),
                read("image-size-zero", 5, 5),
                read("pairs-polygon", 5, 5),
                read("via-coco-export", 5, 5),
                read("via-no-regions", 5, 5));
    }

    static Stream<Case> brushMasksAreMarkedAsCrowds() {
        return Stream.of(
                warned(
                        "cvat-mask-iscrowd1",
                        5,
                        5,
                        "^5 annotations with iscrowd 1 are taken as objects .*annotations\\[0\\]"),
                warned("cvat-mixed-polygon-and-mask", 5, 10, "^5 annotations with iscrowd 1 are taken as objects"),
                new Case(
                        "cvat-mixed-polygon-and-mask",
                        fixture -> fixture.crowd = Crowd.EXCLUDE,
                        5,
                        5,
                        "^5 annotations with iscrowd 1 are left out, as <crowd>exclude</crowd> says"),
                new Case(
                        "cvat-mask-iscrowd1",
                        fixture -> fixture.crowd = Crowd.EXCLUDE,
                        0,
                        0,
                        "no image has an object in it\\. 5 annotations with iscrowd 1 are left out"));
    }

    static Stream<Case> whatHasNoAreaIsLeftOut() {
        return Stream.of(
                warned("coco-annotator-empty", 5, 5, "^\\d objects? ha(s|ve) no area and (is|are) left out: "),
                warned("coco-official-degenerate", 6, 6, "^\\d objects? ha(s|ve) no area and (is|are) left out: "),
                warned("lm-no-points", 5, 5, "^\\d objects? ha(s|ve) no area and (is|are) left out: "),
                warned("lm-two-points", 5, 5, "^\\d objects? ha(s|ve) no area and (is|are) left out: .*json: \\$"),
                warned("short-polygon-among", 5, 5, "^\\d objects? ha(s|ve) (a shape|shapes) without an area"));
    }

    static Stream<Case> boxesAreHeldToTheirMasks() {
        return Stream.of(
                warned("box-outside", 5, 5, "^\\d box(es)? reach(es)? out of (its image|their images) and"),
                refused("rle-rowwise", "the box .* is not the mask's, whose own box is .*by columns"));
    }

    static Stream<Case> labelMeHasDialects() {
        return Stream.of(read("lm-ai-border", 5, 5), read("lm-mask-8bit", 5, 5), read("xany-rectangle4", 5, 5));
    }

    static Stream<Case> aPolygonInAPolygonMayBeAHole() {
        return Stream.of(
                warned("coco-hole-default", 5, 5, "^5 annotations have a polygon inside another; .*evenOdd"),
                new Case("coco-hole-default", fixture -> fixture.polygonHoles = PolygonHoles.EVEN_ODD, 5, 5, ""));
    }

    static Stream<Case> formatsThatAreNotReadAreNamed() {
        return Stream.of(
                refused("cvat-xml", "annotations.xml: is CVAT's XML.*COCO 1.0"),
                refused("ls-brush-json", "project-1.json: is Label Studio's own JSON.*COCO"),
                refused("roboflow-masks", "_mask.png: is a mask beside its image.*folder masks"),
                refused("via3", "via3.json: is a project of VGG Image Annotator 3 .version 2 is read"),
                refused("yolo-seg", "0test.txt: is a label file of YOLO.*COCO"));
    }

    static Stream<Case> exifTurnsPhotographs() {
        return Stream.of(
                warned("ex-3-stored", 5, 5, "^5 photographs are turned by EXIF, .*check in the overlay.*images/a.jpg"),
                refused("ls-exif", "for an image of 120 x 90 pixels, but .* EXIF turns .* exchange the two numbers"));
    }

    static Stream<Case> everySplitHasImages() {
        return Stream.of(refused(
                "roboflow-no-test",
                "the split test has no image: .*Sort images into a folder test; or give no splits"));
    }

    private static Case values(String name, List<Integer> values, MaskObjects objects, int count) {
        return new Case(
                name,
                fixture -> {
                    fixture.maskValues = values;
                    fixture.maskObjects = objects;
                },
                5,
                count,
                "");
    }

    static Stream<Case> masksThatAreNotBlackAndWhiteAreNotGuessedAt() {
        return Stream.of(
                refused(
                        "mk-16bit",
                        "has several grey levels.*0 .\\d+ pixels., .*1 .\\d+ pixels.*<maskValues>1</maskValues>"),
                values("mk-16bit", List.of(2), MaskObjects.ONE, 5),
                values("mk-16bit", List.of(1, 2), MaskObjects.ONE, 5),
                values("mk-16bit", List.of(), MaskObjects.VALUES, 10),
                refused("mk-all-white", "the mask is the whole image"),
                refused("mk-cvat-two-colours", "is coloured, .*#[0-9A-F]{6} .\\d+ pixels."),
                values("mk-cvat-two-colours", List.of(), MaskObjects.VALUES, 10),
                refused("mk-instances-spread", "has several grey levels.* 85 .\\d+ pixels"),
                values("mk-instances-spread", List.of(85), MaskObjects.ONE, 5),
                refused("mk-palette-1-7", "has a palette and several values.* 7 .\\d+ pixels., 1 .\\d+ pixels"),
                values("mk-palette-1-7", List.of(1), MaskObjects.ONE, 5),
                values("mk-palette-1-7", List.of(7, 1), MaskObjects.VALUES, 10),
                read("mk-rgba-white", 5, 5));
    }

    @ParameterizedTest
    @MethodSource({
        "masksThatAreNotBlackAndWhiteAreNotGuessedAt",
        "formatsThatAreNotReadAreNamed",
        "exifTurnsPhotographs",
        "everySplitHasImages",
        "imagesAreFoundByName",
        "oneMeaningHasSeveralSpellings",
        "brushMasksAreMarkedAsCrowds",
        "whatHasNoAreaIsLeftOut",
        "boxesAreHeldToTheirMasks",
        "labelMeHasDialects",
        "aPolygonInAPolygonMayBeAHole"
    })
    void givesWhatItShould(Case set) throws IOException {
        assumeTrue(
                Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
                        .newEncoder()
                        .canEncode("größe"),
                "the file names of this machine can't hold ö");
        unzip(set.name() + "/dataset/");
        Fixture fixture = new Fixture(folder.resolve("dataset"), folder.resolve("out"));
        set.settings().accept(fixture);
        if (set.images() == 0) {
            SyrException refusal = fixture.refusal();
            assertTrue(contains(refusal.problem() + " " + refusal.remedy(), set.says()), refusal.getMessage());
            assertEquals(SyrException.Kind.BAD_DATA, refusal.kind());
            return;
        }
        Dataset dataset = fixture.build().dataset();
        assertEquals(set.images(), dataset.images().size());
        assertEquals(
                set.objects(),
                dataset.images().stream()
                        .mapToInt(image -> image.objects().size())
                        .sum());
        List<String> warnings = fixture.warnings();
        if (set.says().isEmpty()) {
            assertEquals(List.of(), warnings);
        } else {
            assertTrue(
                    warnings.stream().anyMatch(warning -> contains(warning, set.says())), String.join("\n", warnings));
        }
    }

    private static boolean contains(String text, String expression) {
        return Pattern.compile(expression, Pattern.DOTALL).matcher(text).find();
    }

    private void unzip(String prefix) throws IOException {
        int files = 0;
        try (InputStream in = ToolsDataSetsTest.class.getResourceAsStream("/data-sets.zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                    Path file =
                            folder.resolve("dataset").resolve(entry.getName().substring(prefix.length()));
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    files++;
                }
            }
        }
        assertFalse(files == 0, "data-sets.zip has no " + prefix);
    }
}
