package io.github.syr.training;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.device.PyTorchVersion;
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
import java.util.Optional;

/** Trains the ranks of a request that are not trained yet, each into a folder of its own. */
public final class TrainTask {

    private final Session session;

    public TrainTask(Session session) {
        this.session = session;
    }

    /** Trains what is missing, and tells what came of it. */
    public Event.Result run() {
        List<Integer> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int rank : session.request().training().ranks()) {
            Answer<Run> run = session.freshness().run(session.dataset(), rank, PyTorchVersion.get());
            run.current().ifPresent(current -> lines.add("rank " + rank + ": up to date, " + summary(current)));
            if (run.current().isEmpty()) {
                missing.add(rank);
                if (!run.changes().isEmpty()) {
                    String why = String.join("; ", run.changes());
                    session.tell(new Event.Note(Event.Level.INFO, "rank " + rank + " is trained again: " + why));
                }
            }
        }
        if (!missing.isEmpty()) {
            train(missing, lines);
        }
        return new Event.Result(missing.isEmpty(), lines);
    }

    private static String summary(Run run) {
        boolean improving = run.bestEpoch() == run.epochs();
        return "validation Dice %.4f after epoch %d of %d%s"
                .formatted(
                        run.validationDice(),
                        run.bestEpoch(),
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
        Samples validation = session.samples(Dataset.Split.VALIDATION);
        try (Sam sam = Sam.load(checkpoint, Optional.empty(), device)) {
            RankTrainer trainer = new RankTrainer(sam, train, validation, parameters, initialAdapter());
            new AugmentedOverlays(session.layout()).draw(train, parameters, sam.config());
            int epochs = TrainingDefaults.epochs(parameters, checkpoint.config(), train.size());
            long evaluated =
                    session.request().task() == Request.Task.EVALUATE ? EvaluateTask.imagesToJudge(session) : 0;
            for (int i = 0; i < ranks.size(); i++) {
                long epochsLeft = (long) epochs * (ranks.size() - i);
                session.timeLeft().plan(epochsLeft * train.size(), epochsLeft * validation.size() + evaluated);
                TrainingProgress progress =
                        new TrainingProgress(session, ranks.get(i), epochs, train.size(), validation.size());
                lines.add("rank " + ranks.get(i) + ": trained, " + summary(train(trainer, ranks.get(i), progress)));
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

    private Run train(RankTrainer trainer, int rank, TrainingProgress progress) {
        OutputLayout layout = session.layout();
        Request request = session.request();
        forget(layout, rank);
        RankTrainer.Outcome outcome = trainer.train(rank, progress);
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
                outcome.bestEpoch(),
                outcome.validationDice(),
                outcome.adapter().parameters(),
                TrainingDefaults.learningRate(
                        request.training(), session.checkpoint().config()),
                PyTorch.kind(session.device()),
                PyTorch.threads(),
                PyTorch.versions());
        AtomicFile.write(layout.run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
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
