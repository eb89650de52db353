package io.github.syr.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final TimeLeft left = new TimeLeft(() -> now);

    @Test
    void isUnknownBeforeTheFirstImage() {
        left.plan(100, 10);
        assertEquals(OptionalDouble.empty(), left.seconds());
    }

    /** Two ranks of 3 epochs of 4 training images and 2 validation images, then 3 models on 5 images. */
    @Test
    void countsAllRanksAndTheEvaluation() {
        now = 1000 * SECOND;
        left.plan(2 * 3 * 4, 2 * 3 * 2 + 3 * 5);
        now += 8 * SECOND;
        left.trained(1);
        assertEquals(23 * 8 + 27 * 2, left.seconds().orElseThrow(), 1e-9);
        now += 24 * SECOND;
        left.trained(3);
        assertEquals(20 * 8 + 27 * 2, left.seconds().orElseThrow(), 1e-9);
        now += 3 * SECOND;
        left.judged();
        now += SECOND;
        left.judged();
        assertEquals(20 * 8 + 25 * 2, left.seconds().orElseThrow(), 1e-9);
    }

    /** A rank that ended early: what it did tells how long the next ones take. */
    @Test
    void keepsWhatItMeasuredWhenThePlanChanges() {
        left.plan(10, 10);
        now += 4 * SECOND;
        left.trained(2);
        now += SECOND;
        left.judged();
        now += 100 * SECOND;
        left.plan(6, 3);
        assertEquals(6 * 2 + 3, left.seconds().orElseThrow(), 1e-9);
    }

    @Test
    void isNeverNegative() {
        left.plan(1, 0);
        now += SECOND;
        left.trained(2);
        left.judged();
        assertEquals(0, left.seconds().orElseThrow());
    }
}
