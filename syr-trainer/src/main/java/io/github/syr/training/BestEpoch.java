package io.github.syr.training;

/**
 * The best epoch so far by validation Dice, the earlier one of two that are equal, and when no better one is waited
 * for.
 */
final class BestEpoch {

    private final int patience;
    private int epoch;
    private double dice = Double.NEGATIVE_INFINITY;

    /** @param patience epochs without a better one after which training ends; 0 never ends it */
    BestEpoch(int patience) {
        this.patience = patience;
    }

    /** Whether it is the best so far. */
    boolean offer(int next, double nextDice) {
        boolean better = nextDice > dice;
        if (better) {
            epoch = next;
            dice = nextDice;
        }
        return better;
    }

    /** From 1. */
    int epoch() {
        return epoch;
    }

    /** That epoch's. */
    double dice() {
        return dice;
    }

    /** Whether training ends after this epoch. */
    boolean isFinal(int last) {
        return patience > 0 && last - epoch >= patience;
    }
}
