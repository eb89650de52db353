package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.Scores;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.evaluation.Scorer;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three folds of the three images of training and validation, on the mini model. */
class CrossValidationTest {

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Request request(int folds) {
        Request plain = dataset.request("out", 1, 1e-2, 2);
        return SmallDataset.with(plain, withFolds(plain.training(), folds));
    }

    private static Request.Training withFolds(Request.Training t, int folds) {
        return new Request.Training(
                t.ranks(),
                t.alpha(),
                t.blocks(),
                t.epochs(),
                t.batchSize(),
                t.learningRate(),
                t.patience(),
                t.jitter(),
                t.lossSize(),
                t.seed(),
                t.tuning(),
                OptionalInt.of(folds));
    }

    @Test
    void judgesEachImageOnceByATrainingThatHasNotSeenIt() {
        Request request = request(3);
        new MaskBuilder(request, event -> {}).build();
        List<Event> events = new ArrayList<>();
        try (Session session = new Session(request, events::add, () -> {})) {
            Event.Result result = new TrainTask(session).run();
            Run run = Run.read(session.layout().run(2));
            Run.Folds folds = run.folds().orElseThrow();
            assertEquals(3, folds.count());
            assertEquals(
                    List.of("a.png", "b.png", "c.png"),
                    folds.images().stream().map(Run.JudgedImage::name).toList());
            assertEquals(
                    List.of(1, 2, 3),
                    folds.images().stream().map(Run.JudgedImage::fold).sorted().toList());
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        scoresOfUnseen(session, i, folds.epoch()),
                        folds.images().get(i),
                        "image " + i);
            }
            double mean = folds.images().stream()
                    .mapToDouble(image -> image.scores().dice())
                    .average()
                    .orElseThrow();
            assertEquals(mean, run.validationDice());
            assertTrue(
                    result.lines().get(0).endsWith(" of 3 images in 3 folds after epoch " + folds.epoch()),
                    result.lines().get(0));
        }
        List<String> notes = events.stream()
                .filter(Event.Note.class::isInstance)
                .map(event -> ((Event.Note) event).text())
                .toList();
        assertEquals(
                List.of(
                        "rank 2: fold 1 of 3, 2 images to train on and 1 to judge",
                        "rank 2: fold 2 of 3, 2 images to train on and 1 to judge",
                        "rank 2: fold 3 of 3, 2 images to train on and 1 to judge"),
                notes);
    }

    /** By a training on the two other images, that knows nothing of folds. */
    private static Run.JudgedImage scoresOfUnseen(Session session, int unseen, int epoch) {
        List<Run.JudgedImage> judged = new ArrayList<>();
        try (Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            Samples train = session.samples(Split.TRAIN).select(index -> index != unseen);
            Samples rest = session.samples(Split.VALIDATION).select(index -> index == unseen);
            RankTrainer trainer =
                    new RankTrainer(sam, train, 3, session.request().training(), Optional.empty());
            Validation validation = new Validation() {
                @Override
                public int images() {
                    return 1;
                }

                @Override
                public double dice(int after, Scorer scorer, IntConsumer done) {
                    Scorer.Judgement one = scorer.judge(rest.get(0));
                    if (after == epoch) {
                        judged.add(new Run.JudgedImage(
                                one.sample().name(),
                                one.sample().sha256(),
                                1 + Folds.assign(session.images(Split.TRAIN), 3, 7)[unseen],
                                one.scores(),
                                one.iouError()));
                    }
                    return one.scores().dice();
                }
            };
            trainer.train(2, validation, TrainingProgress.ofFold(session, 2, 3, 2, 1));
        }
        return judged.get(0);
    }

    /** The adapter is that of a training on all three images that ends after the best epoch. */
    @Test
    void trainsTheAdapterOnAllImagesForTheBestEpochs() throws IOException {
        Request request = request(3);
        new MaskBuilder(request, event -> {}).build();
        OutputLayout layout = new OutputLayout(request.outputFolder());
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            Run run = Run.read(layout.run(2));
            int best = run.folds().orElseThrow().epoch();
            assertEquals(best, run.keptEpoch());
            assertEquals(best, run.epochs());
            List<String> history = Files.readAllLines(layout.history(2));
            assertEquals(best, history.size());
            assertTrue(
                    history.get(best - 1).contains("\"validationDice\":" + run.validationDice()), history.toString());
            try (Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
                Samples all = session.samples(Split.TRAIN);
                assertEquals(3, all.size());
                Adapter adapter = new RankTrainer(sam, all, 3, request.training(), Optional.empty())
                        .train(2, onlyTo(best), TrainingProgress.ofFold(session, 2, 3, 3, 0))
                        .adapter();
                Path own = folder.resolve("own.safetensors");
                AdapterFile.write(
                        own, adapter, request.checkpoint().orElseThrow().sha256());
                assertEquals(-1, Files.mismatch(own, layout.adapter(2)));
            }
            assertFalse(new TrainTask(session).run().lines().get(0).contains("trained"), "up to date");
        }
    }

    private static Validation onlyTo(int last) {
        return new Validation() {
            @Override
            public int images() {
                return 0;
            }

            @Override
            public double dice(int epoch, Scorer scorer, IntConsumer done) {
                return epoch;
            }

            @Override
            public int epochs(int planned) {
                return last;
            }
        };
    }

    /** A single training would have waited one epoch for a better one, and ended after the second. */
    @Test
    void patienceDoesNotEndWhatTheFoldsHaveChosen() {
        Request plain = dataset.request("out", 1, 1e-2, 2);
        Request.Training t = plain.training();
        Request.Training impatient = new Request.Training(
                t.ranks(),
                t.alpha(),
                t.blocks(),
                t.epochs(),
                t.batchSize(),
                t.learningRate(),
                1,
                t.jitter(),
                t.lossSize(),
                t.seed());
        Request request = SmallDataset.with(plain, impatient);
        new MaskBuilder(request, event -> {}).build();
        CrossValidation.Result chosen =
                new CrossValidation.Result(new double[] {0.9, 0.5, 0.95}, new Run.Folds(2, 3, 0, List.of()));
        try (Session session = new Session(request, event -> {}, () -> {});
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            RankTrainer.Outcome outcome = new RankTrainer(
                            sam, session.samples(Split.TRAIN), 3, impatient, Optional.empty())
                    .train(2, chosen, TrainingProgress.ofFold(session, 2, 3, 2, 0));
            assertEquals(3, outcome.epochs());
            assertEquals(3, outcome.keptEpoch());
        }
    }

    /** The adapter has seen the validation images; what is said of them is of the folds. */
    @Test
    void evaluationTakesTheValidationOfTheFolds() {
        Request request = request(3);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            new EvaluateTask(session).run();
            Run run = Run.read(session.layout().run(2));
            Evaluation evaluation = Evaluation.read(session.layout().evaluation());
            assertEquals(
                    Scorer.mean(run.folds().orElseThrow().images().stream()
                            .map(Run.JudgedImage::scores)
                            .toList()),
                    evaluation.chosenModel().validation());
            assertEquals(
                    new Evaluation.Chosen("rank-2", "cross-validation Dice", run.validationDice()),
                    evaluation.chosen());
            assertEquals(baselineOfAll(session), evaluation.baseline().validation());
        }
    }

    private static Scores baselineOfAll(Session session) {
        try (Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            Scorer scorer = new Scorer(sam);
            Samples all = session.samples(Split.TRAIN);
            return Scorer.mean(List.of(
                    scorer.judge(all.get(0)).scores(),
                    scorer.judge(all.get(1)).scores(),
                    scorer.judge(all.get(2)).scores()));
        }
    }

    @Test
    void refusesMoreFoldsThanImages() {
        Request request = request(4);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            SyrException e = assertThrows(SyrException.class, () -> new TrainTask(session).run());
            assertTrue(e.getMessage().startsWith("folds is 4, but there are only 3 images"), e.getMessage());
        }
    }

    @Test
    void refusesASingleFold() {
        SyrException e = assertThrows(SyrException.class, () -> request(1));
        assertTrue(e.getMessage().startsWith("folds is 1."), e.getMessage());
    }

    /** What few validation images can't do is what folds are for. */
    @Test
    void warnsOfFewValidationImagesOnlyWithoutFolds() {
        List<Event> events = new ArrayList<>();
        new MaskBuilder(request(3), events::add).build();
        assertTrue(
                events.stream()
                        .noneMatch(event ->
                                event instanceof Event.Note note && note.text().contains("too few")),
                events.toString());
    }
}
