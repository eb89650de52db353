package io.github.syr.training;

import io.github.syr.adapter.Adapter;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.evaluation.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntConsumer;

/** The epochs of a training that are done: how each was judged, and the one that is kept. */
final class Course {

    private final TrainedModel model;
    private final Optimiser optimiser;
    private final Validation validation;
    private final Scorer scorer;
    private final boolean keepsLast;
    private final int epochs;
    private final BestEpoch best;
    private final List<String> history = new ArrayList<>();
    private int epoch;
    private RankTrainer.Outcome outcome;

    /**
     * @param epochs how many there are at most
     * @param patience epochs without a better one after which the training ends; 0 never ends it
     */
    Course(TrainedModel model, Optimiser optimiser, Validation validation, int epochs, int patience) {
        this.model = model;
        this.optimiser = optimiser;
        this.validation = validation;
        this.epochs = epochs;
        scorer = model.scorer();
        keepsLast = model.keepsLast();
        best = new BestEpoch(patience);
    }

    /** Goes on from where another one was. */
    void resume(TrainingState state) {
        TrainingState.Reached reached = state.reached();
        optimiser.replaceWeights(state.numbers(TrainingState.KEPT));
        epoch = reached.epoch();
        outcome = new RankTrainer.Outcome(
                model.adapter(), reached.kept().epoch(), epoch, reached.kept().dice());
        optimiser.resume(state);
        best.offer(reached.best().epoch(), reached.best().dice());
        history.addAll(reached.history());
        validation.recall(reached.validation());
    }

    /** Whether one more epoch is to come. */
    boolean goesOn() {
        return epoch < epochs && !best.isFinal(epoch);
    }

    /** The epoch to come, from 1. */
    int next() {
        return epoch + 1;
    }

    /**
     * Judges the epoch that was to come, which is done now.
     *
     * @param loss mean over its images
     * @param judged takes how many images are judged
     */
    RankTrainer.Epoch finish(double loss, IntConsumer judged) {
        epoch++;
        optimiser.exchangeAverages();
        double dice = validation.dice(epoch, scorer, judged);
        boolean better = best.offer(epoch, dice);
        outcome = better || keepsLast
                ? new RankTrainer.Outcome(model.adapter(), epoch, epoch, dice)
                : outcome.after(epoch);
        optimiser.exchangeAverages();
        RankTrainer.Epoch finished = new RankTrainer.Epoch(epoch, epochs, loss, dice, better);
        history.add(finished.historyLine());
        return finished;
    }

    /** What came of it so far, after one epoch at least. */
    RankTrainer.Outcome outcome() {
        return outcome;
    }

    /** All that the epochs to come depend on; its tensors are the model's own arrays. */
    TrainingState state() {
        SortedMap<String, FloatTensor> tensors = optimiser.state();
        TrainingState.put(tensors, TrainingState.KEPT, kept());
        return new TrainingState(
                new TrainingState.Reached(
                        epoch,
                        optimiser.steps(),
                        new TrainingState.Judged(best.epoch(), best.dice()),
                        new TrainingState.Judged(outcome.keptEpoch(), outcome.validationDice()),
                        List.copyOf(history),
                        validation.remembered()),
                tensors);
    }

    /** In the order of the optimiser's weights, as {@link TrainedModel#adapter} has them. */
    private List<FloatTensor> kept() {
        List<FloatTensor> kept = new ArrayList<>();
        for (Adapter.Pair pair : outcome.adapter().pairs()) {
            kept.add(row(pair.a()));
            kept.add(row(pair.b()));
        }
        outcome.adapter().replaced().values().forEach(values -> kept.add(row(values)));
        return kept;
    }

    private static FloatTensor row(float[] values) {
        return FloatTensor.of(new long[] {values.length}, values);
    }
}
