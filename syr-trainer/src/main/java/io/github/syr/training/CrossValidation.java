package io.github.syr.training;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.Scores;
import io.github.syr.evaluation.Scorer;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Trains a rank once for each fold, on the images of the others, so that each image is judged by a training that has
 * not seen it. How good an epoch is, all images say together: so the epoch is chosen, unless the last one is kept.
 */
final class CrossValidation {

    private final Session session;
    private final Sam sam;
    private final int epochs;
    private final Optional<Adapter> initial;
    private final List<Dataset.Image> images;
    private final int folds;
    private final int[] foldOf;

    /**
     * @param epochs of each training
     * @param initial where trainings start; fresh unless given
     * @throws io.github.syr.error.SyrException if there are fewer images or groups of images than folds
     */
    CrossValidation(Session session, Sam sam, int epochs, Optional<Adapter> initial) {
        this.session = session;
        this.sam = sam;
        this.epochs = epochs;
        this.initial = initial;
        Request.Training parameters = session.request().training();
        images = session.images(Dataset.Split.VALIDATION);
        folds = parameters.folds().orElseThrow();
        foldOf = Folds.assign(images, folds, parameters.seed());
    }

    /**
     * What the folds say.
     *
     * @param dice by epoch, mean over all images
     * @param folds the images' scores after the chosen epoch
     */
    record Result(double[] dice, Run.Folds folds) implements Validation {

        @Override
        public int images() {
            return 0;
        }

        @Override
        public double dice(int epoch, Scorer scorer, IntConsumer done) {
            return dice[epoch - 1];
        }

        @Override
        public int epochs(int planned) {
            return folds.epoch();
        }

        /** The folds have looked beyond what the patience of one training would have waited for. */
        @Override
        public int patience(int configured) {
            return 0;
        }
    }

    /** Trains and judges all folds of a rank. */
    Result run(int rank) {
        List<Judge> judges = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            judges.add(run(rank, fold));
        }
        int common =
                judges.stream().mapToInt(judge -> judge.epochs.size()).min().orElseThrow();
        double[] dice = new double[common];
        int best = 0;
        boolean keepsLast = session.request().training().tuning().optimization().keepsLast();
        for (int epoch = 0; epoch < common; epoch++) {
            dice[epoch] = meanDice(scores(judges, epoch));
            best = keepsLast || dice[epoch] > dice[best] ? epoch : best;
        }
        List<Run.JudgedImage> judged = scores(judges, best);
        return new Result(dice, new Run.Folds(folds, best + 1, deviation(judged), judged));
    }

    private Judge run(int rank, int fold) {
        Request.Training parameters = session.request().training();
        Samples train = session.samples(Dataset.Split.TRAIN).select(index -> foldOf[index] != fold);
        Judge judge =
                new Judge(session.samples(Dataset.Split.VALIDATION).select(index -> foldOf[index] == fold), fold + 1);
        session.tell(new Event.Note(
                Event.Level.INFO,
                "rank " + rank + ": fold " + (fold + 1) + " of " + folds + ", " + train.size()
                        + " images to train on and " + judge.images() + " to judge"));
        TrainingProgress progress = TrainingProgress.ofFold(session, rank, epochs, train.size(), judge.images());
        KeptState kept = KeptState.of(session, rank, fold + 1);
        if (kept.isDone()) {
            TrainingState.Reached reached = kept.start().orElseThrow().reached();
            judge.recall(reached.validation());
            progress.resumed(reached.epoch(), reached.epoch(), reached.history());
        } else {
            new RankTrainer(sam, train, epochs, parameters, initial).train(rank, judge, progress, kept);
            kept.finish();
        }
        return judge;
    }

    /** In the order of the data set. */
    private List<Run.JudgedImage> scores(List<Judge> judges, int epoch) {
        int[] next = new int[folds];
        List<Run.JudgedImage> scores = new ArrayList<>();
        for (int fold : foldOf) {
            scores.add(judges.get(fold).epochs.get(epoch).get(next[fold]++));
        }
        return scores;
    }

    private static double meanDice(List<Run.JudgedImage> images) {
        return images.stream()
                .map(Run.JudgedImage::scores)
                .mapToDouble(Scores::dice)
                .average()
                .orElseThrow();
    }

    /** Of a sample: divided by one less than the number of images. */
    private static double deviation(List<Run.JudgedImage> images) {
        double mean = meanDice(images);
        double squares = images.stream()
                .mapToDouble(image -> Math.pow(image.scores().dice() - mean, 2))
                .sum();
        return Math.sqrt(squares / (images.size() - 1));
    }

    /** What a fold's training remembers of an epoch. */
    private record JudgedEpoch(List<Run.JudgedImage> images) {}

    /** Judges the images of a fold, and keeps all scores of all epochs. */
    private static final class Judge implements Validation {

        private final Samples samples;
        private final int fold;
        private final List<List<Run.JudgedImage>> epochs = new ArrayList<>();

        /** @param fold from 1 */
        Judge(Samples samples, int fold) {
            this.samples = samples;
            this.fold = fold;
        }

        @Override
        public int images() {
            return samples.size();
        }

        @Override
        public double dice(int epoch, Scorer scorer, IntConsumer done) {
            List<Run.JudgedImage> judged = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                Scorer.Judgement one = scorer.judge(samples.get(i));
                judged.add(new Run.JudgedImage(
                        one.sample().name(), one.sample().sha256(), fold, one.scores(), one.iouError()));
                done.accept(i + 1);
            }
            epochs.add(judged);
            return meanDice(judged);
        }

        @Override
        public List<String> remembered() {
            return epochs.stream()
                    .map(judged -> Json.writeLine(RecordJson.toJson(new JudgedEpoch(judged))))
                    .toList();
        }

        @Override
        public void recall(List<String> lines) {
            lines.forEach(line -> epochs.add(RecordJson.fromJson(Json.parse(line, "state"), JudgedEpoch.class, "state")
                    .images()));
        }
    }
}
