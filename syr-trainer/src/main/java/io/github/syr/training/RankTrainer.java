package io.github.syr.training;

import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.Scorer;
import io.github.syr.image.Box;
import io.github.syr.message.Request;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Trains one rank: epochs over the shuffled training images, the best by validation Dice kept. */
public final class RankTrainer {

    private final Sam sam;
    private final Samples train;
    private final Samples validation;
    private final Request.Training parameters;

    public RankTrainer(Sam sam, Samples train, Samples validation, Request.Training parameters) {
        this.sam = sam;
        this.train = train;
        this.validation = validation;
        this.parameters = parameters;
    }

    /**
     * One epoch that is done.
     *
     * @param epoch from 1
     * @param of how many there can be
     * @param loss mean training loss over the images
     * @param validationDice mean over the validation images
     */
    public record Epoch(int epoch, int of, double loss, double validationDice, boolean best) {}

    /** Takes how far a training is; what a method throws ends it. */
    public interface Listener {

        /** A step is done: so many of the epoch's training images, the last {@code batch} of them just now. */
        void trained(int epoch, int images, int batch);

        /** So many of the validation images are judged after the epoch. */
        void judged(int epoch, int images);

        /** An epoch is done. */
        void finished(Epoch epoch);
    }

    /**
     * What came of it.
     *
     * @param adapter of the best epoch
     * @param bestEpoch from 1
     * @param epochs that were run
     */
    public record Outcome(Adapter adapter, int bestEpoch, int epochs, double validationDice) {

        /** After one more epoch, which was no better. */
        private Outcome after(int epoch) {
            return new Outcome(adapter, bestEpoch, epoch, validationDice);
        }
    }

    /** Trains from a fresh start. */
    public Outcome train(int rank, Listener listener) {
        TrainingDefaults.requireRank(rank, sam.config());
        int epochs = TrainingDefaults.epochs(parameters, sam.config(), train.size());
        double alpha = parameters.alpha().orElse(rank);
        Adapter start = LoraWeights.fresh(
                TrainingDefaults.blocks(parameters, sam.config()),
                sam.config().embedDim(),
                rank,
                alpha,
                parameters.seed());
        try (NDManager manager = sam.manager().newSubManager()) {
            LoraWeights lora = new LoraWeights(manager, start);
            Optional<DecoderWeights> decoder = parameters.tuning().decoder() == Request.DecoderTraining.FULL
                    ? Optional.of(new DecoderWeights(manager, sam))
                    : Optional.empty();
            LoraGradient gradient = new LoraGradient(sam, lora, decoder);
            long stepsPerEpoch = (train.size() + parameters.batchSize() - 1L) / parameters.batchSize();
            Optimiser optimiser = new Optimiser(manager, sam, lora, decoder, parameters, epochs * stepsPerEpoch);
            Scorer scorer =
                    decoder.map(weights -> new Scorer(sam, weights::decoder)).orElseGet(() -> new Scorer(sam));
            BestEpoch best = new BestEpoch(parameters.patience());
            Outcome outcome = null;
            for (int n = 1; n <= epochs; n++) {
                int epoch = n;
                double loss = 0;
                int[] order = shuffled(Seeds.stream(parameters.seed(), "order", epoch));
                for (int from = 0; from < order.length; from += parameters.batchSize()) {
                    int to = Math.min(order.length, from + parameters.batchSize());
                    loss += step(batch(order, from, to, epoch), epoch, rank, gradient, optimiser);
                    listener.trained(epoch, to, to - from);
                }
                double dice = scorer.meanDice(validation, images -> listener.judged(epoch, images));
                boolean better = best.offer(epoch, dice);
                outcome = better ? new Outcome(adapter(lora, decoder), epoch, epoch, dice) : outcome.after(epoch);
                listener.finished(new Epoch(epoch, epochs, loss / order.length, dice, better));
                if (best.isFinal(epoch)) {
                    break;
                }
            }
            if (lora.toAdapter().learnedNothing()) {
                throw new SyrException(
                        SyrException.Kind.TRAINING_FAILED,
                        "rank " + rank + ": B is still all zero after " + outcome.epochs()
                                + " epoch(s), so nothing was learned.",
                        "Look at the masks' overlays, and try a higher learningRate.");
            }
            return outcome;
        } finally {
            LoraWeights.detachFrom(sam.imageEncoder());
        }
    }

    private List<LoraGradient.Prompted> batch(int[] order, int from, int to, int epoch) {
        List<LoraGradient.Prompted> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(jittered(train.get(order[i]), epoch, order[i]));
        }
        return batch;
    }

    private static Adapter adapter(LoraWeights lora, Optional<DecoderWeights> decoder) {
        Adapter adapter = lora.toAdapter();
        return decoder.map(weights -> new Adapter(adapter.baseSha256(), adapter.pairs(), weights.toReplaced()))
                .orElse(adapter);
    }

    private double step(
            List<LoraGradient.Prompted> batch, int epoch, int rank, LoraGradient gradient, Optimiser optimiser) {
        optimiser.clearGradients();
        List<Double> losses = gradient.accumulate(batch);
        double sum = 0;
        for (int i = 0; i < losses.size(); i++) {
            if (!Double.isFinite(losses.get(i))) {
                throw new SyrException(
                        SyrException.Kind.TRAINING_FAILED,
                        "rank " + rank + ", epoch " + epoch + ": the loss of "
                                + batch.get(i).sample().name() + " is " + losses.get(i) + ".",
                        "Try a lower learningRate.");
            }
            sum += losses.get(i);
        }
        optimiser.step();
        return sum;
    }

    private int[] shuffled(SplittableRandom random) {
        int[] order = new int[train.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private LoraGradient.Prompted jittered(Sample sample, int epoch, int index) {
        SplittableRandom random = Seeds.stream(parameters.seed(), "jitter", epoch, index);
        List<Box> boxes = sample.objects().stream()
                .map(object -> Jitter.apply(object.box(), parameters.jitter(), sample.width(), sample.height(), random))
                .toList();
        return new LoraGradient.Prompted(sample, boxes);
    }
}
