package io.github.syr.evaluation;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.Scores;
import io.github.syr.device.PyTorch;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Judges the unadapted model and every rank on the test images, once, and chooses a rank by the validation images. */
public final class EvaluateTask {

    private final Session session;
    private final PredictionFiles pictures;
    private final CachedEvaluation cached;
    private final ExpectedSelfTest selfTest;

    public EvaluateTask(Session session) {
        this.session = session;
        pictures = new PredictionFiles(session.layout());
        cached = new CachedEvaluation(session);
        selfTest = new ExpectedSelfTest(session, this::adapter);
    }

    /** Evaluates what isn't evaluated, and tells the table. */
    public Event.Result run() {
        Optional<Evaluation> known = session.evaluatesAgain() ? Optional.empty() : known();
        known.ifPresent(evaluation -> cached.offer());
        Evaluation evaluation = known.or(() -> cached.restore(this::known)).orElseGet(this::evaluate);
        // an evaluation of an earlier SYR has none
        boolean expected = selfTest.isOf(evaluation);
        if (!expected) {
            selfTest.write(evaluation);
        }
        return new Event.Result(
                known.isPresent() && expected,
                ScoreTable.of(evaluation, session.layout().root()));
    }

    /** The one in the output folder, if it is what is asked for. */
    private Optional<Evaluation> known() {
        return session.freshness()
                .evaluation(session.dataset())
                .current()
                .filter(pictures::exist)
                .filter(evaluation -> evaluation.robustness().isPresent() || !wantsRobustness(evaluation.device()))
                .filter(evaluation ->
                        !wantsLearned() || !evaluation.baseline().learned().isEmpty());
    }

    /**
     * Unless it is asked for, it is measured where that takes seconds.
     *
     * @param device kind of device: {@code cpu}, {@code gpu}
     */
    private boolean wantsRobustness(String device) {
        return session.request()
                .evaluation()
                .robustness()
                .orElseGet(() -> session.checkpoint().config().isSmall() || device.equals("gpu"));
    }

    private boolean wantsLearned() {
        return session.request().evaluation().allSplits();
    }

    private Evaluation evaluate() {
        Request request = session.request();
        Device device = session.device();
        List<Evaluation.Model> models = new ArrayList<>();
        session.timeLeft().plan(0, imagesToJudge(session));
        models.add(model(OptionalInt.empty(), Optional.empty()));
        for (int rank : request.training().ranks().stream().sorted().toList()) {
            models.add(model(OptionalInt.of(rank), Optional.of(adapter(rank))));
        }
        Evaluation.Chosen chosen =
                choose(models, request.training().folds().isPresent() ? "cross-validation Dice" : "validation Dice");
        Evaluation evaluation = new Evaluation(
                Evaluation.SCHEMA,
                models,
                chosen,
                session.freshness().inputs(session.dataset()),
                PyTorch.versions(),
                PyTorch.kind(device),
                wantsRobustness(PyTorch.kind(device)) ? Optional.of(robustness(models, chosen)) : Optional.empty());
        AtomicFile.write(session.layout().evaluation(), evaluation.toJson().getBytes(StandardCharsets.UTF_8));
        selfTest.write(evaluation);
        cached.store(Stream.concat(
                        pictures.of(evaluation), Stream.of(session.layout().selfTest()))
                .toList());
        return evaluation;
    }

    private Adapter adapter(int rank) {
        Path file = session.layout().adapter(rank);
        Adapter adapter = AdapterFile.read(file);
        AdapterCheck.require(
                adapter,
                file,
                session.checkpoint(),
                session.request().checkpoint().orElseThrow().sha256());
        return adapter;
    }

    private Evaluation.Robustness robustness(List<Evaluation.Model> models, Evaluation.Chosen chosen) {
        Evaluation.Model model = models.stream()
                .filter(each -> each.name().equals(chosen.model()))
                .findFirst()
                .orElseThrow();
        int rank = model.rank().orElseThrow();
        Samples test = session.samples(Dataset.Split.TEST);
        try (Sam sam = Sam.load(session.checkpoint(), Optional.of(adapter(rank)), session.device())) {
            RobustnessMeter meter = new RobustnessMeter(
                    new Scorer(sam), session.request().training().seed());
            return meter.measure(model.name(), test, session::checkStopped);
        }
    }

    /** How many images an evaluation of all models of the request judges. */
    public static long imagesToJudge(Session session) {
        Request.Training training = session.request().training();
        long validation = session.images(Dataset.Split.VALIDATION).size();
        long test = session.images(Dataset.Split.TEST).size();
        long models = 1 + training.ranks().size();
        long learned = session.request().evaluation().allSplits()
                ? session.learnedImages().size()
                : 0;
        return (test + learned) * models + validation * (training.folds().isPresent() ? 1 : models);
    }

    /** The best validation Dice; the lower rank where two are equal. */
    static Evaluation.Chosen choose(List<Evaluation.Model> models, String by) {
        Evaluation.Model best = models.stream()
                .filter(model -> model.rank().isPresent())
                .max(Comparator.comparingDouble(
                                (Evaluation.Model model) -> model.validation().dice())
                        .thenComparing(model -> model.rank().getAsInt(), Comparator.reverseOrder()))
                .orElseThrow();
        return new Evaluation.Chosen(best.name(), by, best.validation().dice());
    }

    private Evaluation.Model model(OptionalInt rank, Optional<Adapter> adapter) {
        String name = rank.isPresent() ? "rank-" + rank.getAsInt() : "baseline";
        Samples test = session.samples(Dataset.Split.TEST);
        Optional<Run.Folds> folds = rank.isPresent()
                ? Run.read(session.layout().run(rank.getAsInt())).folds()
                : Optional.empty();
        int before =
                folds.isPresent() ? 0 : session.images(Dataset.Split.VALIDATION).size();
        int all =
                before + test.size() + (wantsLearned() ? session.learnedImages().size() : 0);
        try (Sam sam = Sam.load(session.checkpoint(), adapter, session.device())) {
            Scorer scorer = new Scorer(sam);
            Validated validated = folds.map(Validated::of).orElseGet(() -> validate(scorer, rank, all));
            double clickDice = 0;
            List<Evaluation.ImageScores> images = new ArrayList<>();
            for (int i = 0; i < test.size(); i++) {
                session.checkStopped();
                Scorer.Judgement judged = scorer.judge(test.get(i));
                clickDice += judged.clickDice() / test.size();
                images.add(
                        pictures.draw(name, session.images(Dataset.Split.TEST).get(i), judged, test.canvasOf(i)));
                progress(rank, before + i + 1, all);
            }
            Map<String, List<Evaluation.ImageScores>> learned = wantsLearned()
                    ? learned(name, scorer, done -> progress(rank, before + test.size() + done, all))
                    : Map.of();
            return new Evaluation.Model(
                    name,
                    rank,
                    adapter.map(Adapter::parameters).orElse(0L),
                    validated.scores(),
                    Scorer.mean(
                            images.stream().map(Evaluation.ImageScores::scores).toList()),
                    clickDice,
                    validated.iouError(),
                    images,
                    learned);
        }
    }

    /** The images of training and validation, by split. */
    private Map<String, List<Evaluation.ImageScores>> learned(String name, Scorer scorer, IntConsumer progress) {
        Map<String, List<Evaluation.ImageScores>> learned = new TreeMap<>();
        List<Dataset.Image> images = session.learnedImages();
        for (int i = 0; i < images.size(); i++) {
            session.checkStopped();
            Samples samples = session.learned();
            learned.computeIfAbsent(images.get(i).split().word(), split -> new ArrayList<>())
                    .add(pictures.draw(name, images.get(i), scorer.judge(samples.get(i)), samples.canvasOf(i)));
            progress.accept(i + 1);
        }
        return learned;
    }

    /** Means over the validation images. */
    private record Validated(Scores scores, double iouError) {

        /** With folds, the adapter has been trained on these images; their own trainings judged them. */
        static Validated of(Run.Folds folds) {
            return new Validated(
                    Scorer.mean(
                            folds.images().stream().map(Run.JudgedImage::scores).toList()),
                    folds.images().stream()
                            .mapToDouble(Run.JudgedImage::iouError)
                            .average()
                            .orElseThrow());
        }
    }

    private Validated validate(Scorer scorer, OptionalInt rank, int all) {
        Samples validation = session.samples(Dataset.Split.VALIDATION);
        List<Scores> scores = new ArrayList<>();
        double iouError = 0;
        for (int i = 0; i < validation.size(); i++) {
            session.checkStopped();
            Scorer.Judgement judged = scorer.judge(validation.get(i));
            scores.add(judged.scores());
            iouError += judged.iouError() / validation.size();
            progress(rank, i + 1, all);
        }
        return new Validated(Scorer.mean(scores), iouError);
    }

    private void progress(OptionalInt rank, int done, int of) {
        session.timeLeft().judged();
        session.tell(Event.Progress.ofImages(
                "evaluate", rank.orElse(0), done, of, session.timeLeft().seconds()));
    }
}
