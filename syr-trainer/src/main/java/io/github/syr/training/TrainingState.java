package io.github.syr.training;

import io.github.syr.checkpoint.FloatTensor;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * A training after one of its epochs: all that the epochs to come depend on. Random streams are not part of it, for
 * each epoch has its own, see {@link Seeds}.
 *
 * @param tensors lists of them by {@link #put}; none where no epoch is to come
 */
record TrainingState(Reached reached, SortedMap<String, FloatTensor> tensors) {

    static final String WEIGHTS = "weights";

    /** Adam's. */
    static final String FIRST_MOMENTS = "first";

    /** Adam's. */
    static final String SECOND_MOMENTS = "second";

    /** The moving averages of the weights, where they are taken. */
    static final String AVERAGES = "average";

    /** The adapter of the epoch that is kept. */
    static final String KEPT = "kept";

    /**
     * An epoch that was judged.
     *
     * @param epoch from 1
     * @param dice its validation Dice
     */
    record Judged(int epoch, double dice) {}

    /**
     * How far a training is.
     *
     * @param epoch the last that is done, from 1
     * @param steps of the optimiser
     * @param best the best epoch by validation
     * @param kept the epoch whose weights are kept
     * @param history a line for each epoch, as {@code history.jsonl} has them
     * @param validation what {@link Validation#remembered} gave
     */
    record Reached(int epoch, long steps, Judged best, Judged kept, List<String> history, List<String> validation) {}

    /** Adds a list of tensors under a name. */
    static void put(SortedMap<String, FloatTensor> tensors, String name, List<FloatTensor> list) {
        for (int i = 0; i < list.size(); i++) {
            tensors.put(String.format(Locale.ROOT, "%s.%06d", name, i), list.get(i));
        }
    }

    /** The numbers of a list of tensors. */
    List<float[]> numbers(String name) {
        // '/' follows '.', so this is all that begins with the name and a point
        return tensors.subMap(name + ".", name + "/").values().stream()
                .map(FloatTensor::toFloats)
                .toList();
    }

    /** The same without what only epochs to come would need. */
    TrainingState done() {
        return new TrainingState(reached, Collections.emptySortedMap());
    }
}
