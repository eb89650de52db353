package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BestEpochTest {

    /** The epoch after which it ends; one more than there are numbers where it never does. */
    private static int last(int patience, double... dice) {
        BestEpoch best = new BestEpoch(patience);
        for (int epoch = 1; epoch <= dice.length; epoch++) {
            best.offer(epoch, dice[epoch - 1]);
            if (best.isFinal(epoch)) {
                return epoch;
            }
        }
        return dice.length + 1;
    }

    @Test
    void endsAfterSoManyEpochsWithoutABetterOne() {
        assertEquals(4, last(2, 0.5, 0.6, 0.55, 0.58, 0.9));
        assertEquals(2, last(1, 0.5, 0.5, 0.9));
        assertEquals(6, last(2, 0.5, 0.4, 0.6, 0.5, 0.7));
    }

    @Test
    void patienceZeroNeverEnds() {
        assertEquals(5, last(0, 0.5, 0.4, 0.3, 0.2));
    }

    @Test
    void theEarlierOfTwoEqualEpochsIsTheBest() {
        BestEpoch best = new BestEpoch(3);
        assertTrue(best.offer(1, 0));
        assertTrue(best.offer(2, 0.7));
        assertFalse(best.offer(3, 0.7));
        assertFalse(best.isFinal(4));
        assertTrue(best.isFinal(5));
    }
}
