package io.github.syr.training;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.device.PyTorchVersion;
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
import io.github.syr.sample.Inputs;
import io.github.syr.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Trains the ranks of a request that are not trained yet, each into a folder of its own. */
public final class TrainTask {

    private final Inputs inputs;
    private final Consumer<Event> events;
    private final Runnable checkStopped;

    /** @param checkStopped throws where the worker is to stop */
    public TrainTask(Inputs inputs, Consumer<Event> events, Runnable checkStopped) {
        this.inputs = inputs;
        this.events = events;
        this.checkStopped = checkStopped;
    }

    /** Trains what is missing, and tells what came of it. */
    public Event.Result run() {
        Request request = inputs.request();
        List<Integer> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int rank : request.training().ranks()) {
            Optional<Run> run = Run.current(inputs.layout(), rank, digest(rank));
            run.ifPresent(r -> lines.add("rank " + rank + ": up to date, " + summary(r)));
            if (run.isEmpty()) {
                missing.add(rank);
            }
        }
        if (!missing.isEmpty()) {
            train(missing, lines);
        }
        return new Event.Result(missing.isEmpty(), lines);
    }

    private String digest(int rank) {
        return TrainingDigest.of(inputs.request(), inputs.dataset(), rank, PyTorchVersion.get());
    }

    private static String summary(Run run) {
        return "validation Dice %.4f after epoch %d of %d".formatted(run.validationDice(), run.bestEpoch(), run.epochs());
    }

    private void train(List<Integer> ranks, List<String> lines) {
        Request request = inputs.request();
        Request.Checkpoint named = request.checkpoint().orElseThrow();
        SamCheckpoint checkpoint = SamCheckpoint.open(Path.of(named.path()), named.decoderHeads());
        ranks.forEach(rank -> TrainingDefaults.requireRank(rank, checkpoint.config()));
        TrainingDefaults.blocks(request.training(), checkpoint.config());
        Device device = PyTorch.start(
                request.execution().device(), request.execution().threads(), text -> events.accept(new Event.Note(Event.Level.WARN, text)));
        events.accept(new Event.Started(PyTorch.name(device), PyTorch.threads(), PyTorch.versions()));
        int side = checkpoint.config().imageSize();
        try (Samples train = inputs.samples(Dataset.Split.TRAIN, side, request.training().lossSize());
                Samples validation = inputs.samples(Dataset.Split.VALIDATION, side, OptionalInt.empty());
                Sam sam = Sam.load(checkpoint, Optional.empty(), device)) {
            RankTrainer trainer = new RankTrainer(sam, train, validation, request.training(), checkStopped);
            for (int rank : ranks) {
                Run run = train(trainer, rank, checkpoint, named.sha256(), device);
                lines.add("rank " + rank + ": trained, " + summary(run));
            }
        }
    }

    private Run train(RankTrainer trainer, int rank, SamCheckpoint checkpoint, String baseSha256, Device device) {
        OutputLayout layout = inputs.layout();
        forget(layout, rank);
        StringBuilder history = new StringBuilder();
        long start = System.nanoTime();
        RankTrainer.Outcome outcome = trainer.train(rank, epoch -> {
            history.append(historyLine(epoch)).append('\n');
            AtomicFile.write(layout.history(rank), history.toString().getBytes(StandardCharsets.UTF_8));
            double each = (System.nanoTime() - start) / 1e9 / epoch.epoch();
            events.accept(new Event.Progress(
                    "train", rank, epoch.epoch(), epoch.of(), OptionalDouble.of(epoch.loss()), OptionalDouble.of(epoch.validationDice()),
                    OptionalDouble.of(each * (epoch.of() - epoch.epoch()))));
        });
        AdapterFile.write(layout.adapter(rank), outcome.adapter(), baseSha256);
        Run run = new Run(
                Run.SCHEMA, digest(rank), rank, Sha256.of(layout.adapter(rank)), outcome.epochs(), outcome.bestEpoch(), outcome.validationDice(),
                outcome.adapter().parameters(), TrainingDefaults.learningRate(inputs.request().training(), checkpoint.config()),
                PyTorch.kind(device), PyTorch.threads(), PyTorch.versions());
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
