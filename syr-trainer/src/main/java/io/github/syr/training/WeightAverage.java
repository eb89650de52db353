package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.OwnMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The exponential moving average of weights (Polyak and Juditsky 1992; in the form of Tarvainen and Valpola 2017):
 * after step t the average is d times itself plus 1 - d times the weights, d = min(decay, (1 + t) / (10 + t)), so that
 * the start counts for little.
 */
final class WeightAverage {

    private final NDManager owner;
    private final double decay;
    private final List<NDArray> averages = new ArrayList<>();
    private long step;

    /**
     * Starts from the weights as they are.
     *
     * @param owner of the averages
     */
    WeightAverage(NDManager owner, List<NDArray> weights, double decay) {
        this.owner = owner;
        this.decay = decay;
        for (NDArray weight : weights) {
            NDArray average = weight.duplicate();
            average.attach(owner);
            averages.add(average);
        }
    }

    /** In the order of the weights. */
    List<NDArray> averages() {
        return List.copyOf(averages);
    }

    /** Goes on from where another one was after so many steps. */
    void resume(long steps, List<float[]> numbers) {
        step = steps;
        OwnMemory.replace(owner, averages, numbers);
    }

    /** Takes the weights of one more step in. */
    void add(List<NDArray> weights) {
        step++;
        double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
        for (int i = 0; i < weights.size(); i++) {
            try (NDArray share = weights.get(i).mul(1 - kept)) {
                averages.get(i).muli(kept).addi(share);
            }
        }
    }

    /** Puts the averages in the weights' place and keeps the weights; once more takes that back. */
    void exchange(List<NDArray> weights) {
        for (int i = 0; i < weights.size(); i++) {
            NDArray average = averages.get(i);
            try (NDArray copy = weights.get(i).duplicate()) {
                copy(average, weights.get(i));
                copy(copy, average);
            }
        }
    }

    private static void copy(NDArray from, NDArray to) {
        to.subi(to).addi(from);
    }
}
