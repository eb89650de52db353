package io.github.syr.dataset;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommittedFilesTest {

    private static final long LIMIT = 5_500_000;
    /** As metrics count holes: a share of the box's area. */
    private static final double LEAST_HOLE = 0.001;

    static List<Shot> shots() {
        return Catalogue.shots();
    }

    @Test
    void everySplitHasItsImagesAndNoOthers() throws IOException {
        Map<String, TreeSet<String>> expected = new TreeMap<>();
        for (Shot shot : shots()) {
            expected.computeIfAbsent(shot.split(), split -> new TreeSet<>()).add(shot.name());
        }
        Map<String, Integer> counts = new TreeMap<>();
        expected.forEach((split, names) -> counts.put(split, names.size()));
        assertEquals(Map.of("train", 36, "validation", 12, "test", 12, "unseen", 5), counts);
        for (String split : expected.keySet()) {
            for (String kind : List.of("images", "masks", "alpha")) {
                TreeSet<String> found = new TreeSet<>();
                try (Stream<Path> files =
                        Files.list(Committed.RINGS.folder().resolve(split).resolve(kind))) {
                    files.forEach(
                            file -> found.add(file.getFileName().toString().replaceFirst("\\.(jpg|png)$", "")));
                }
                assertEquals(expected.get(split), found, split + "/" + kind);
            }
        }
    }

    @Test
    void noDesignIsInTwoSplits() {
        Map<String, String> splits = new HashMap<>();
        for (Shot shot : shots()) {
            assertTrue(shot.name().matches("[a-z]+-[a-z]+-[0-9]{2}_[a-z]"), shot.name());
            String before = splits.putIfAbsent(shot.design(), shot.split());
            assertTrue(
                    before == null || before.equals(shot.split()),
                    shot.design() + " is in " + before + " and " + shot.split());
        }
    }

    @Test
    void staysSmall() throws IOException {
        long total = 0;
        for (Shot shot : shots()) {
            total += Files.size(Committed.RINGS.image(shot))
                    + Files.size(Committed.RINGS.grey(shot, "masks", ".png"))
                    + Files.size(Committed.RINGS.grey(shot, "alpha", ".png"));
        }
        assertTrue(total <= LIMIT, total + " bytes of images, masks and alpha; the limit is " + LIMIT);
    }

    @ParameterizedTest
    @MethodSource("shots")
    void imageMaskAlphaAndBoxAgree(Shot shot) throws IOException {
        BufferedImage image = ImageIO.read(Committed.RINGS.image(shot).toFile());
        Committed.Grey mask = Committed.RINGS.grey(shot, "masks");
        Committed.Grey alpha = Committed.RINGS.grey(shot, "alpha");
        byte[] thresholded = alpha.values().clone();
        for (int i = 0; i < thresholded.length; i++) {
            thresholded[i] = (byte) ((thresholded[i] & 0xff) >= 128 ? 255 : 0);
        }
        int[] box = new Picture(alpha.width(), alpha.height(), new byte[0], alpha.values()).box();
        Committed.Annotation annotation = Committed.RINGS.annotation(shot);
        String path =
                shot.split().equals("unseen") ? "" : "./dataset/" + shot.split() + "/masks/" + shot.name() + ".png";
        double side = (double) Math.max(box[2] - box[0], box[3] - box[1]) / Math.max(shot.width(), shot.height());
        assertAll(
                () -> assertEquals(List.of(shot.width(), shot.height()), List.of(image.getWidth(), image.getHeight())),
                () -> assertEquals(List.of(shot.width(), shot.height()), List.of(mask.width(), mask.height())),
                () -> assertArrayEquals(thresholded, mask.values(), "mask is alpha >= 128"),
                () -> assertArrayEquals(box, annotation.box()),
                () -> assertEquals(path, annotation.maskPath()),
                () -> assertTrue(
                        side >= 0.45 && side <= 0.87, "the box's longer side is " + side + " of the picture's"));
    }

    @ParameterizedTest
    @MethodSource("shots")
    void theGroundIsSeenThroughTheRing(Shot shot) throws IOException {
        Committed.Grey mask = Committed.RINGS.grey(shot, "masks");
        int[] box = Committed.RINGS.annotation(shot).box();
        long area = (long) (box[2] - box[0]) * (box[3] - box[1]);
        int largest = mask.holes().stream().mapToInt(Integer::intValue).max().orElse(0);
        assertTrue(
                largest >= LEAST_HOLE * area,
                shot.name() + ": largest hole has " + largest + " pixels in a box of " + area);
    }
}
