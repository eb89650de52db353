package io.github.syr.training;

import io.github.syr.evaluation.Scorer;
import io.github.syr.sample.Samples;
import java.util.List;
import java.util.function.IntConsumer;

/** Judges a training after each of its epochs. */
interface Validation {

    /** How many images it judges after an epoch. */
    int images();

    /**
     * How good a model is.
     *
     * @param epoch that is done, from 1
     * @param done takes how many images are judged, after each; what it throws ends it
     * @return mean Dice over images that the training has not seen
     */
    double dice(int epoch, Scorer scorer, IntConsumer done);

    /** What it has to know of the epochs that are done, a line each, beside the mean Dice that it gave. */
    default List<String> remembered() {
        return List.of();
    }

    /** Takes what another one {@link #remembered}, whose training goes on with this one. */
    default void recall(List<String> lines) {}

    /**
     * How many epochs are run at most.
     *
     * @param planned over which the schedule of the learning rates goes
     */
    default int epochs(int planned) {
        return planned;
    }

    /**
     * After how many epochs without a better one training ends; 0 never ends it.
     *
     * @param configured what the user asks for
     */
    default int patience(int configured) {
        return configured;
    }

    /** By images that are not trained on. */
    static Validation by(Samples samples) {
        return new Validation() {
            @Override
            public int images() {
                return samples.size();
            }

            @Override
            public double dice(int epoch, Scorer scorer, IntConsumer done) {
                return scorer.meanDice(samples, done);
            }
        };
    }
}
