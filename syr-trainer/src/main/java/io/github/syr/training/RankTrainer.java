package io.github.syr.training;

import io.github.syr.adapter.Adapter;
import io.github.syr.error.SyrException;
import io.github.syr.message.HistoryLine;
import io.github.syr.message.Request;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains ranks: epochs over the shuffled training images, of which the best by validation Dice is kept, or the last.
 */
public final class RankTrainer {

    private final Sam sam;
    private final Samples train;
    private final Request.Training parameters;
    private final int planned;
    private final Optional<Adapter> initial;

    /**
     * @param planned epochs over which the schedule of the learning rates goes
     * @param initial where trainings start; fresh unless given
     */
    RankTrainer(Sam sam, Samples train, int planned, Request.Training parameters, Optional<Adapter> initial) {
        this.planned = planned;
        this.initial = initial;
        this.sam = sam;
        this.train = train;
        this.parameters = parameters;
    }

    /**
     * One epoch that is done.
     *
     * @param epoch from 1
     * @param of how many there can be
     * @param loss mean training loss over the images
     * @param validationDice mean over the validation images
     * @param best whether that is the best so far
     */
    public record Epoch(int epoch, int of, double loss, double validationDice, boolean best) {

        /** As {@code history.jsonl} has it, without the line's end. */
        String historyLine() {
            return new HistoryLine(best, epoch, loss, validationDice).toLine();
        }
    }

    /** Takes how far a training is; what a method throws ends it. */
    public interface Listener {

        /** A step is done: so many of the epoch's training images, the last {@code batch} of them just now. */
        void trained(int epoch, int images, int batch);

        /**
         * The training goes on after the last epoch of one that was interrupted.
         *
         * @param of how many there can be
         * @param history a line for each epoch that is done
         */
        default void resumed(int epoch, int of, List<String> history) {}

        /** So many of the validation images are judged after the epoch. */
        void judged(int epoch, int images);

        /** The user is to be warned. */
        void warned(String text);

        /** An epoch is done. */
        void finished(Epoch epoch);
    }

    /**
     * What came of it.
     *
     * @param adapter of the epoch that is kept
     * @param keptEpoch from 1; 0 is the initial adapter as it is
     * @param epochs that were run
     * @param validationDice after the kept epoch
     */
    public record Outcome(Adapter adapter, int keptEpoch, int epochs, double validationDice) {

        /** After one more epoch, which is not kept. */
        Outcome after(int epoch) {
            return new Outcome(adapter, keptEpoch, epoch, validationDice);
        }
    }

    /** Trains a rank from its beginning. */
    Outcome train(int rank, Validation validation, Listener listener) {
        return train(rank, validation, listener, StateKeeper.NONE);
    }

    /** Trains a rank, which goes on from where its keeper says. */
    Outcome train(int rank, Validation validation, Listener listener, StateKeeper keeper) {
        TrainingDefaults.requireRank(rank, sam.config());
        int epochs = validation.epochs(planned);
        try (TrainedModel model = new TrainedModel(sam, parameters, initial, rank)) {
            LoraGradient gradient = model.gradient();
            int perStep =
                    parameters.batchSize() * parameters.tuning().optimization().accumulation();
            if (epochs == 0) {
                return new Outcome(
                        model.adapter(),
                        0,
                        0,
                        validation.dice(0, model.scorer(), images -> listener.judged(0, images)));
            }
            long stepsPerEpoch = (train.size() + perStep - 1L) / perStep;
            Optimiser optimiser = model.optimiser(planned * stepsPerEpoch);
            Variants variants = new Variants(train, parameters, sam.config().imageSize());
            Course course =
                    new Course(model, optimiser, validation, epochs, validation.patience(parameters.patience()));
            keeper.start().ifPresent(state -> {
                course.resume(state);
                listener.resumed(
                        state.reached().epoch(), epochs, state.reached().history());
            });
            while (course.goesOn()) {
                int epoch = course.next();
                double loss = 0;
                int[] order = Seeds.shuffled(train.size(), Seeds.stream(parameters.seed(), "order", epoch));
                for (int from = 0; from < order.length; from += perStep) {
                    int to = Math.min(order.length, from + perStep);
                    optimiser.clearGradients();
                    for (int next = from; next < to; next += parameters.batchSize()) {
                        int end = Math.min(to, next + parameters.batchSize());
                        loss += batch(variants, order, next, end, new Step(rank, epoch, to - from), gradient);
                        listener.trained(epoch, end, end - next);
                    }
                    optimiser.step("rank " + rank + ", epoch " + epoch);
                }
                Epoch finished = course.finish(loss / order.length, images -> listener.judged(epoch, images));
                keeper.keep(course::state);
                listener.finished(finished);
            }
            Outcome outcome = course.outcome();
            if (model.learnedNothing()) {
                throw new SyrException(
                        SyrException.Kind.TRAINING_FAILED,
                        "rank " + rank + ": B is still all zero after " + outcome.epochs()
                                + " epoch(s), so nothing was learned.",
                        "Look at the masks' overlays, and try a higher learningRate.");
            }
            variants.warning().ifPresent(listener::warned);
            return outcome;
        }
    }

    /** What a batch belongs to: a step over so many images. */
    private record Step(int rank, int epoch, int images) {}

    /** Adds the gradient of some of a step's images; the sum of their losses. */
    private double batch(Variants variants, int[] order, int from, int to, Step step, LoraGradient gradient) {
        List<Prompted> batch = Arrays.stream(order, from, to)
                .mapToObj(index -> variants.prompted(index, step.epoch()))
                .toList();
        List<Double> losses = gradient.accumulate(batch, step.images());
        double sum = 0;
        for (int i = 0; i < losses.size(); i++) {
            if (!Double.isFinite(losses.get(i))) {
                throw new SyrException(
                        SyrException.Kind.TRAINING_FAILED,
                        "rank " + step.rank() + ", epoch " + step.epoch() + ": the loss of "
                                + batch.get(i).sample().name() + " is " + losses.get(i) + ".",
                        "Try a lower learningRate.");
            }
            sum += losses.get(i);
        }
        return sum;
    }
}
