package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.Box;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitterTest {

    private static final Box BOX = Box.of(50, 60, 70, 90);

    private static List<Box> boxes(Box box, int most, int width, int height) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, 500)
                .mapToObj(i -> Jitter.apply(box, most, width, height, random))
                .toList();
    }

    /** Each side by 0 to 5 pixels outwards, each number drawn, each side by itself. */
    @Test
    void movesEachSideOutwards() {
        Set<Double> left = new TreeSet<>();
        Set<Double> top = new TreeSet<>();
        Set<Double> right = new TreeSet<>();
        Set<Double> bottom = new TreeSet<>();
        Set<List<Double>> moves = new java.util.HashSet<>();
        for (Box box : boxes(BOX, 5, 200, 200)) {
            left.add(box.x0());
            top.add(box.y0());
            right.add(box.x1());
            bottom.add(box.y1());
            moves.add(List.of(50 - box.x0(), 60 - box.y0(), box.x1() - 70, box.y1() - 90));
        }
        assertEquals(Set.of(45.0, 46.0, 47.0, 48.0, 49.0, 50.0), left);
        assertEquals(Set.of(55.0, 56.0, 57.0, 58.0, 59.0, 60.0), top);
        assertEquals(Set.of(70.0, 71.0, 72.0, 73.0, 74.0, 75.0), right);
        assertEquals(Set.of(90.0, 91.0, 92.0, 93.0, 94.0, 95.0), bottom);
        assertTrue(moves.size() > 200, "sides move together: " + moves.size());
    }

    @Test
    void leavesNoImage() {
        for (Box box : boxes(Box.of(2, 3, 98, 77), 20, 100, 80)) {
            assertTrue(box.x0() >= 0 && box.y0() >= 0 && box.x1() <= 100 && box.y1() <= 80, box.toString());
        }
    }

    @Test
    void zeroMovesNothing() {
        assertEquals(Set.of(BOX), Set.copyOf(boxes(BOX, 0, 200, 200)));
    }
}
