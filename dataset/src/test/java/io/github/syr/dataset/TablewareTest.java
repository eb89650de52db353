package io.github.syr.dataset;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed pictures of tableware; two of them are rendered again. */
class TablewareTest {

    private static final Committed COMMITTED = Committed.TABLEWARE;
    private static final long LIMIT = 3_000_000;
    private static final Set<String> FAMILIES =
            new TreeSet<>(Set.of("jug", "mug", "cup", "bottle", "vase", "hook", "cuff"));
    private static final Set<String> WITH_HOLE = Set.of("jug", "mug");
    /** As metrics count holes: a share of the box's area. */
    private static final double LEAST_HOLE = 0.001;

    static List<Shot> shots() {
        return TablewareCatalogue.shots();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train/cup-teal-05_a", "test/jug-copper-42_a"})
    void rendersTheCommittedBytes(String name) throws IOException {
        Properties digests = new Properties();
        try (Reader in = Files.newBufferedReader(COMMITTED.folder().resolve("digests.properties"))) {
            digests.load(in);
        }
        Shot shot = shots().stream()
                .filter(s -> (s.split() + "/" + s.name()).equals(name))
                .findFirst()
                .orElseThrow();

        Picture picture = Renderer.render(shot, 1);

        assertAll(
                () -> assertEquals(digests.getProperty(name + ".rgb"), Digests.sha256(picture.rgb()), "colours"),
                () -> assertEquals(digests.getProperty(name + ".alpha"), Digests.sha256(picture.alpha()), "coverage"),
                () -> assertArrayEquals(COMMITTED.annotation(shot).box(), picture.box(), "box"));
    }

    @Test
    void everySplitHasItsImagesAndEveryFamily() throws IOException {
        Map<String, Set<String>> names = new TreeMap<>();
        Map<String, Set<String>> families = new TreeMap<>();
        for (Shot shot : shots()) {
            names.computeIfAbsent(shot.split(), split -> new TreeSet<>()).add(shot.name());
            families.computeIfAbsent(shot.split(), split -> new TreeSet<>()).add(family(shot));
        }
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach((split, all) -> counts.put(split, all.size()));
        assertEquals(Map.of("train", 24, "validation", 8, "test", 8), counts);
        assertEquals(Map.of("train", FAMILIES, "validation", FAMILIES, "test", FAMILIES), families);
        for (String split : names.keySet()) {
            assertEquals(names.get(split), files(split, "images"), split + "/images");
            assertEquals(names.get(split), files(split, "masks"), split + "/masks");
        }
    }

    @Test
    void noDesignIsInTwoSplits() {
        Map<String, String> splits = new HashMap<>();
        for (Shot shot : shots()) {
            assertTrue(shot.name().matches("[a-z]+-[a-z]+-[0-9]{2}_[a-z]"), shot.name());
            String before = splits.putIfAbsent(shot.design(), shot.split());
            assertTrue(before == null || before.equals(shot.split()), shot.design() + " is in two splits");
        }
    }

    @Test
    void staysSmall() throws IOException {
        long total = 0;
        for (Shot shot : shots()) {
            total += Files.size(COMMITTED.image(shot)) + Files.size(COMMITTED.grey(shot, "masks", ".png"));
        }
        assertTrue(total <= LIMIT, total + " bytes of images and masks; the limit is " + LIMIT);
    }

    @ParameterizedTest
    @MethodSource("shots")
    void imageMaskAndBoxAgree(Shot shot) throws IOException {
        BufferedImage image = ImageIO.read(COMMITTED.image(shot).toFile());
        Committed.Grey mask = COMMITTED.grey(shot, "masks");
        Committed.Annotation annotation = COMMITTED.annotation(shot);
        int[] box = new Picture(mask.width(), mask.height(), new byte[0], mask.values()).box();
        int longer = Math.max(shot.width(), shot.height());
        assertAll(
                () -> assertTrue(longer >= 320 && longer <= 480, "the longer side is " + longer + " pixels"),
                () -> assertEquals(List.of(shot.width(), shot.height()), List.of(image.getWidth(), image.getHeight())),
                () -> assertEquals(List.of(shot.width(), shot.height()), List.of(mask.width(), mask.height())),
                () -> assertArrayEquals(box, annotation.box()),
                () -> assertEquals(
                        "./tableware/" + shot.split() + "/masks/" + shot.name() + ".png", annotation.maskPath()));
    }

    @ParameterizedTest
    @MethodSource("shots")
    void closedHandlesHaveAHoleAndNothingElseHas(Shot shot) throws IOException {
        int largest = COMMITTED.grey(shot, "masks").holes().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        int[] box = COMMITTED.annotation(shot).box();
        long area = (long) (box[2] - box[0]) * (box[3] - box[1]);
        assertEquals(
                WITH_HOLE.contains(family(shot)),
                largest >= LEAST_HOLE * area,
                shot.name() + ": the largest hole has " + largest + " pixels in a box of " + area);
    }

    private static String family(Shot shot) {
        return shot.design().substring(0, shot.design().indexOf('-'));
    }

    private static Set<String> files(String split, String kind) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(COMMITTED.folder().resolve(split).resolve(kind))) {
            files.forEach(file -> found.add(file.getFileName().toString().replaceFirst("\\.(jpg|png)$", "")));
        }
        return found;
    }
}
