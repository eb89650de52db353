package io.github.syr.dataset;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
                        Files.list(Committed.FOLDER.resolve(split).resolve(kind))) {
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
            total += Files.size(Committed.image(shot))
                    + Files.size(Committed.grey(shot, "masks", ".png"))
                    + Files.size(Committed.grey(shot, "alpha", ".png"));
        }
        assertTrue(total <= LIMIT, total + " bytes of images, masks and alpha; the limit is " + LIMIT);
    }

    @ParameterizedTest
    @MethodSource("shots")
    void imageMaskAlphaAndBoxAgree(Shot shot) throws IOException {
        BufferedImage image = ImageIO.read(Committed.image(shot).toFile());
        Committed.Grey mask = Committed.grey(shot, "masks");
        Committed.Grey alpha = Committed.grey(shot, "alpha");
        byte[] thresholded = alpha.values().clone();
        for (int i = 0; i < thresholded.length; i++) {
            thresholded[i] = (byte) ((thresholded[i] & 0xff) >= 128 ? 255 : 0);
        }
        int[] box = new Picture(alpha.width(), alpha.height(), new byte[0], alpha.values()).box();
        Committed.Annotation annotation = Committed.annotation(shot);
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
        Committed.Grey mask = Committed.grey(shot, "masks");
        int[] box = Committed.annotation(shot).box();
        long area = (long) (box[2] - box[0]) * (box[3] - box[1]);
        int largest = holes(mask).stream().mapToInt(Integer::intValue).max().orElse(0);
        assertTrue(
                largest >= LEAST_HOLE * area,
                shot.name() + ": largest hole has " + largest + " pixels in a box of " + area);
    }

    /** Sizes of the 4-connected background components that don't touch the border. */
    private static List<Integer> holes(Committed.Grey mask) {
        boolean[] seen = new boolean[mask.width() * mask.height()];
        List<Integer> sizes = new ArrayList<>();
        for (int start = 0; start < seen.length; start++) {
            if (seen[start] || mask.isWhite(start % mask.width(), start / mask.width())) {
                continue;
            }
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            seen[start] = true;
            boolean border = false;
            int size = 0;
            while (!open.isEmpty()) {
                int at = open.pop();
                int x = at % mask.width();
                int y = at / mask.width();
                size++;
                border |= x == 0 || y == 0 || x == mask.width() - 1 || y == mask.height() - 1;
                int[][] neighbours = {{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}};
                for (int[] n : neighbours) {
                    int i = n[1] * mask.width() + n[0];
                    if (n[0] >= 0
                            && n[1] >= 0
                            && n[0] < mask.width()
                            && n[1] < mask.height()
                            && !seen[i]
                            && !mask.isWhite(n[0], n[1])) {
                        seen[i] = true;
                        open.push(i);
                    }
                }
            }
            if (!border) {
                sizes.add(size);
            }
        }
        return sizes;
    }
}
