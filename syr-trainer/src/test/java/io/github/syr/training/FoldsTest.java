package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    private static Dataset.Image image(String digest, String group) {
        return new Dataset.Image(
                digest + ".jpg", digest + ".jpg", digest, 100, 100, Dataset.Split.TRAIN, group, List.of(), "");
    }

    /** Each is its own group, as without a splitGroup. */
    private static List<Dataset.Image> single(int count) {
        return IntStream.range(0, count).mapToObj(i -> image("d" + i, "d" + i)).toList();
    }

    private static List<Integer> sizes(int[] foldOf, int folds) {
        return IntStream.range(0, folds)
                .mapToObj(fold ->
                        (int) Arrays.stream(foldOf).filter(of -> of == fold).count())
                .toList();
    }

    @Test
    void areOfNearlyEqualSize() {
        assertEquals(List.of(4, 4, 4), sizes(Folds.assign(single(12), 3, 0), 3));
        assertEquals(List.of(3, 3, 3, 2, 2), sizes(Folds.assign(single(13), 5, 0), 5));
        assertEquals(List.of(1, 1), sizes(Folds.assign(single(2), 2, 0), 2));
    }

    @Test
    void areTheSameForTheSameSeedAndOthersForAnother() {
        int[] once = Folds.assign(single(30), 5, 7);
        assertArrayEquals(once, Folds.assign(single(30), 5, 7));
        assertFalse(Arrays.equals(once, Folds.assign(single(30), 5, 8)));
    }

    /** Groups of 4, 3, 2, 2 and 1: each goes to the fold that is smallest, the largest first. */
    @Test
    void keepGroupsTogether() {
        List<String> groups = List.of("a", "b", "a", "c", "d", "a", "b", "e", "a", "c", "b", "d");
        List<Dataset.Image> images = IntStream.range(0, groups.size())
                .mapToObj(i -> image("d" + i, groups.get(i)))
                .toList();
        int[] foldOf = Folds.assign(images, 3, 3);
        for (int i = 0; i < groups.size(); i++) {
            assertEquals(foldOf[groups.indexOf(groups.get(i))], foldOf[i], "image " + i);
        }
        assertEquals(List.of(4, 4, 4), sizes(foldOf, 3).stream().sorted().toList());
    }

    /** A copy under another group's name would be trained on in one fold and judged in the other. */
    @Test
    void keepCopiesTogetherAndWhatIsTiedByThem() {
        List<Dataset.Image> images =
                List.of(image("one", "a"), image("x", "b"), image("two", "b"), image("one", "b"), image("y", "c"));
        int[] foldOf = Folds.assign(images, 2, 0);
        assertArrayEquals(new int[] {0, 0, 0, 0, 1}, foldOf);
    }

    @Test
    void areAtMostAsManyAsGroups() {
        List<Dataset.Image> images = Stream.of("a1", "a2", "b1", "b2")
                .map(name -> image(name, name.substring(0, 1)))
                .toList();
        SyrException e = assertThrows(SyrException.class, () -> Folds.assign(images, 3, 0));
        assertEquals(
                "folds is 3, but there are only 2 images or groups of images to train on and to validate.",
                e.problem());
        assertEquals(SyrException.Kind.BAD_REQUEST, e.kind());
    }
}
