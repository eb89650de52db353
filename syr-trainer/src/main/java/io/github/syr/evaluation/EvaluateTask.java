package io.github.syr.evaluation;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.annotation.DatasetState;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.gate.Freshness;
import io.github.syr.gate.ScoreTable;
import io.github.syr.image.ImageDecoder;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Overlay;
import io.github.syr.image.Pngs;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Inputs;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Judges the unadapted model and every rank on the test images, once, and chooses a rank by the validation images. */
public final class EvaluateTask {

    private final Inputs inputs;
    private final Consumer<Event> events;
    private final Runnable checkStopped;

    /** @param checkStopped throws where the worker is to stop */
    public EvaluateTask(Inputs inputs, Consumer<Event> events, Runnable checkStopped) {
        this.inputs = inputs;
        this.events = events;
        this.checkStopped = checkStopped;
    }

    /** Evaluates what isn't evaluated, and tells the table. */
    public Event.Result run() {
        Evaluation.Inputs today = Freshness.inputs(inputs.request(), inputs.dataset());
        Optional<Evaluation> known = known(today);
        Evaluation evaluation = known.orElseGet(() -> evaluate(today));
        return new Event.Result(known.isPresent(), ScoreTable.of(evaluation));
    }

    private Optional<Evaluation> known(Evaluation.Inputs today) {
        Path file = inputs.layout().evaluation();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Evaluation evaluation = Evaluation.read(file);
            boolean whole = evaluation.models().stream()
                    .flatMap(model -> model.images().stream())
                    .allMatch(image -> Files.exists(inputs.layout().root().resolve(image.overlay())));
            return evaluation.inputs().equals(today) && whole ? Optional.of(evaluation) : Optional.empty();
        } catch (SyrException e) {
            // another version's, or damaged: it is made anew
            return Optional.empty();
        }
    }

    private Evaluation evaluate(Evaluation.Inputs today) {
        Request request = inputs.request();
        Request.Checkpoint named = request.checkpoint().orElseThrow();
        SamCheckpoint checkpoint = SamCheckpoint.open(Path.of(named.path()), named.decoderHeads());
        Device device = PyTorch.start(
                request.execution().device(), request.execution().threads(), text -> events.accept(new Event.Note(Event.Level.WARN, text)));
        events.accept(new Event.Started(PyTorch.name(device), PyTorch.threads(), PyTorch.versions()));
        int side = checkpoint.config().imageSize();
        List<Evaluation.Model> models = new ArrayList<>();
        try (Samples validation = inputs.samples(Dataset.Split.VALIDATION, side, OptionalInt.empty());
                Samples test = inputs.samples(Dataset.Split.TEST, side, OptionalInt.empty())) {
            models.add(model(checkpoint, device, OptionalInt.empty(), Optional.empty(), validation, test));
            for (int rank : request.training().ranks().stream().sorted().toList()) {
                Adapter adapter = AdapterFile.read(inputs.layout().adapter(rank));
                AdapterCheck.require(adapter, inputs.layout().adapter(rank), checkpoint, named.sha256());
                models.add(model(checkpoint, device, OptionalInt.of(rank), Optional.of(adapter), validation, test));
            }
        }
        Evaluation evaluation = new Evaluation(
                Evaluation.SCHEMA, models, choose(models), today, PyTorch.versions(), PyTorch.kind(device));
        AtomicFile.write(inputs.layout().evaluation(), evaluation.toJson().getBytes(StandardCharsets.UTF_8));
        return evaluation;
    }

    /** The best validation Dice; the lower rank where two are equal. */
    private static Evaluation.Chosen choose(List<Evaluation.Model> models) {
        Evaluation.Model best = models.stream()
                .filter(model -> model.rank().isPresent())
                .max(Comparator.comparingDouble((Evaluation.Model model) -> model.validation().dice())
                        .thenComparing(model -> model.rank().getAsInt(), Comparator.reverseOrder()))
                .orElseThrow();
        return new Evaluation.Chosen(best.name(), "validation Dice", best.validation().dice());
    }

    private Evaluation.Model model(
            SamCheckpoint checkpoint, Device device, OptionalInt rank, Optional<Adapter> adapter, Samples validation, Samples test) {
        String name = rank.isPresent() ? "rank-" + rank.getAsInt() : "baseline";
        try (Sam sam = Sam.load(checkpoint, adapter, device)) {
            Scorer scorer = new Scorer(sam);
            List<Evaluation.Scores> validated = new ArrayList<>();
            for (int i = 0; i < validation.size(); i++) {
                checkStopped.run();
                validated.add(scorer.judge(validation.get(i)).scores());
                progress(rank, i + 1, validation.size() + test.size());
            }
            List<Evaluation.Image> images = new ArrayList<>();
            for (int i = 0; i < test.size(); i++) {
                checkStopped.run();
                Scorer.Judged judged = scorer.judge(test.get(i));
                images.add(new Evaluation.Image(
                        judged.sample().name(), judged.sample().sha256(), judged.scores(), overlay(name, judged)));
                progress(rank, validation.size() + i + 1, validation.size() + test.size());
            }
            return new Evaluation.Model(
                    name, rank, adapter.map(Adapter::parameters).orElse(0L), Scorer.mean(validated),
                    Scorer.mean(images.stream().map(Evaluation.Image::scores).toList()), images);
        }
    }

    private void progress(OptionalInt rank, int done, int of) {
        events.accept(new Event.Progress(
                "evaluate", rank.orElse(0), done, of, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    /** What was found, missed and added, on the photograph. */
    private String overlay(String model, Scorer.Judged judged) {
        Sample sample = judged.sample();
        String place = "overlays/" + model + "/" + sample.name() + ".png";
        Dataset.Image image = inputs.dataset().of(Dataset.Split.TEST).stream()
                .filter(candidate -> candidate.sha256().equals(sample.sha256()))
                .findFirst()
                .orElseThrow();
        BinaryMask truth = union(sample, sample.objects().stream().map(Sample.AnnotatedMask::mask).toList());
        BinaryMask predicted = union(sample, judged.predicted());
        Pngs.write(
                inputs.layout().root().resolve(place),
                Overlay.errors(
                        new ImageDecoder().rgb(DatasetState.folder(inputs.request().dataset()).resolve(image.file())), truth, predicted));
        return place;
    }

    private static BinaryMask union(Sample sample, List<BinaryMask> masks) {
        BinaryMask all = new BinaryMask(sample.width(), sample.height());
        masks.forEach(mask -> all.bits().or(mask.bits()));
        return all;
    }
}
