package io.github.syr.training;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.device.PyTorchVersion;
import io.github.syr.freshness.Answer;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
        return "validation Dice %.4f after epoch %d of %d"
                .formatted(run.validationDice(), run.bestEpoch(), run.epochs());
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
            RankTrainer trainer = new RankTrainer(sam, train, validation, parameters, session::checkStopped);
            for (int rank : ranks) {
                lines.add("rank " + rank + ": trained, " + summary(train(trainer, rank)));
            }
        }
    }

    private Run train(RankTrainer trainer, int rank) {
        OutputLayout layout = session.layout();
        Request request = session.request();
        forget(layout, rank);
        StringBuilder history = new StringBuilder();
        long start = System.nanoTime();
        RankTrainer.Outcome outcome = trainer.train(rank, epoch -> {
            history.append(historyLine(epoch)).append('\n');
            AtomicFile.write(layout.history(rank), history.toString().getBytes(StandardCharsets.UTF_8));
            double each = (System.nanoTime() - start) / 1e9 / epoch.epoch();
            session.tell(new Event.Progress(
                    "train",
                    rank,
                    epoch.epoch(),
                    epoch.of(),
                    OptionalDouble.of(epoch.loss()),
                    OptionalDouble.of(epoch.validationDice()),
                    OptionalDouble.of(each * (epoch.of() - epoch.epoch()))));
        });
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

    private static String historyLine(RankTrainer.Epoch epoch) {
        JsonObject line = new JsonObject();
        line.addProperty("epoch", epoch.epoch());
        line.addProperty("loss", epoch.loss());
        line.addProperty("validationDice", epoch.validationDice());
        line.addProperty("best", epoch.best());
        return Json.writeLine(line);
    }
}
