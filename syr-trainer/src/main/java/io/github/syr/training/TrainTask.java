package io.github.syr.training;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.device.PyTorchVersion;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.freshness.Answer;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.TrainingDigest;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trains the ranks of a request that are not trained yet, each into a folder of its own. */
public final class TrainTask {

    private final Session session;
    private final CachedRuns cached;

    public TrainTask(Session session) {
        this.session = session;
        cached = new CachedRuns(session);
    }

    /** Trains what is missing, and tells what came of it. */
    public Event.Result run() {
        List<Integer> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> again = new ArrayList<>();
        boolean upToDate = true;
        for (int rank : session.request().training().ranks()) {
            Answer<Run> run = session.freshness().run(session.dataset(), rank, PyTorchVersion.get());
            if (run.current().isPresent()) {
                lines.add("rank " + rank + ": up to date, "
                        + summary(run.current().get()));
                cached.offer(rank);
            }
            if (run.current().isPresent() || restored(rank, lines)) {
                // a process may have been killed right after the rank was done
                KeptState.deleteAll(session, rank);
            } else {
                missing.add(rank);
                if (!run.changes().isEmpty()) {
                    again.add("rank " + rank + " is trained again: " + String.join("; ", run.changes()));
                }
            }
            upToDate &= run.current().isPresent();
        }
        if (!missing.isEmpty()) {
            cached.requireTraining(missing);
            again.forEach(why -> session.tell(new Event.Note(Event.Level.INFO, why)));
            train(missing, lines);
        }
        return new Event.Result(upToDate, lines);
    }

    private boolean restored(int rank, List<String> lines) {
        Optional<Run> run = cached.restore(rank);
        run.ifPresent(found -> lines.add(
                "rank " + rank + ": taken from the run cache (digest " + found.digest() + "), " + summary(found)));
        return run.isPresent();
    }

    private String summary(Run run) {
        if (run.folds().isPresent()) {
            Run.Folds folds = run.folds().get();
            return String.format(
                    Locale.ROOT,
                    "validation Dice %.4f, standard deviation %.4f, of %d images in %d folds after epoch %d",
                    run.validationDice(),
                    folds.deviation(),
                    folds.images().size(),
                    folds.count(),
                    folds.epoch());
        }
        if (run.epochs() == 0) {
            return String.format(
                    Locale.ROOT, "validation Dice %.4f of the initial adapter as it is", run.validationDice());
        }
        Tuning.Optimization how = session.request().training().tuning().optimization();
        // with a cosine schedule the last epochs are the best, however many there are
        boolean improving =
                run.keptEpoch() == run.epochs() && !how.keepsLast() && how.schedule() == Tuning.Schedule.CONSTANT;
        return String.format(
                Locale.ROOT,
                "validation Dice %.4f after epoch %d of %d%s",
                run.validationDice(),
                run.keptEpoch(),
                run.epochs(),
                improving ? ", the last one: it may still improve, so raise <epochs>" : "");
    }

    private void train(List<Integer> ranks, List<String> lines) {
        Request.Training parameters = session.request().training();
        SamCheckpoint checkpoint = session.checkpoint();
        ranks.forEach(rank -> TrainingDefaults.requireRank(rank, checkpoint.config()));
        TrainingDefaults.blocks(parameters, checkpoint.config());
        Device device = session.device();
        Samples train = session.samples(Dataset.Split.TRAIN);
        int validation = session.samples(Dataset.Split.VALIDATION).size();
        int folds = parameters.folds().orElse(1);
        int epochs = TrainingDefaults.epochs(parameters, checkpoint.config(), train.size());
        Precision precision = parameters.tuning().optimization().precision();
        try (Sam sam = Sam.load(checkpoint, Optional.empty(), device, precision)) {
            Optional<Adapter> initial = initialAdapter();
            if (epochs == 0 && initial.isEmpty()) {
                throw SyrException.badRequest(
                        "epochs is 0, and there is no initial adapter.",
                        "Name one by <initialAdapter>, which is taken as it is then, or train 1 epoch or more.");
            }
            RankTrainer trainer = new RankTrainer(sam, train, epochs, parameters, initial);
            Optional<CrossValidation> crossValidation = parameters.folds().isPresent()
                    ? Optional.of(new CrossValidation(session, sam, epochs, initial))
                    : Optional.empty();
            new AugmentedOverlays(session.layout()).draw(train, parameters, sam.config());
            long evaluated =
                    session.request().task() == Request.Task.EVALUATE ? EvaluateTask.imagesToJudge(session) : 0;
            for (int i = 0; i < ranks.size(); i++) {
                long epochsLeft = (long) epochs * (ranks.size() - i);
                // with K folds, an image is trained on K - 1 times for them and once for the adapter
                session.timeLeft().plan(epochsLeft * train.size() * folds, epochsLeft * validation + evaluated);
                int rank = ranks.get(i);
                forget(session.layout(), rank);
                KeptState kept = KeptState.of(session, rank);
                Optional<CrossValidation.Result> judged = crossValidation.map(by -> by.run(rank));
                String summary = summary(train(trainer, kept, epochs, judged));
                lines.add("rank " + rank + ": " + (epochs == 0 ? "not trained, " : "trained, ") + summary);
            }
        }
    }

    private Optional<Adapter> initialAdapter() {
        Request request = session.request();
        return request.initialAdapter().map(named -> {
            Adapter adapter = AdapterFile.read(Path.of(named.path()));
            AdapterCheck.require(
                    adapter,
                    named.name(),
                    session.checkpoint(),
                    request.checkpoint().orElseThrow().sha256());
            return adapter;
        });
    }

    private Run train(RankTrainer trainer, KeptState kept, int epochs, Optional<CrossValidation.Result> folds) {
        int rank = kept.rank();
        OutputLayout layout = session.layout();
        Request request = session.request();
        Validation validation = folds.<Validation>map(judged -> judged)
                .orElseGet(() -> Validation.by(session.samples(Dataset.Split.VALIDATION)));
        RankTrainer.Outcome outcome = trainer.train(
                rank,
                validation,
                new TrainingProgress(
                        session,
                        rank,
                        validation.epochs(epochs),
                        session.images(Dataset.Split.TRAIN).size(),
                        validation.images()),
                kept);
        AdapterFile.write(
                layout.adapter(rank),
                outcome.adapter(),
                request.checkpoint().orElseThrow().sha256());
        Run run = new Run(
                Run.SCHEMA,
                TrainingDigest.of(request, session.dataset(), rank, PyTorchVersion.get()),
                rank,
                Sha256.of(layout.adapter(rank)),
                outcome.epochs(),
                outcome.keptEpoch(),
                outcome.validationDice(),
                outcome.adapter().parameters(),
                TrainingDefaults.learningRate(
                        request.training(), session.checkpoint().config()),
                PyTorch.kind(session.device()),
                PyTorch.threads(),
                PyTorch.versions(),
                folds.map(CrossValidation.Result::folds));
        AtomicFile.write(layout.run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
        KeptState.deleteAll(session, rank);
        cached.store(rank);
        return run;
    }

    /** What is there is of another training: nothing of it may be taken for this one's. */
    private static void forget(OutputLayout layout, int rank) {
        try {
            Files.deleteIfExists(layout.run(rank));
            Files.deleteIfExists(layout.adapter(rank));
            Files.deleteIfExists(layout.history(rank));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
