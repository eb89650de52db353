package io.github.syr.report;

import io.github.syr.adapter.Scores;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.io.AtomicFile;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.HistoryLine;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An output folder as masks, train and evaluate leave it, of rings drawn here and of predictions made up. */
final class EvaluatedFolder {

    private final Path folder;
    private final int tests;
    private final String prefix;
    private final boolean withLearned;

    /**
     * @param tests how many test images
     * @param prefix of their names
     */
    EvaluatedFolder(Path folder, int tests, String prefix) throws IOException {
        this(folder, tests, prefix, false);
    }

    /** @param withLearned whether the images of training and validation were predicted */
    EvaluatedFolder(Path folder, int tests, String prefix, boolean withLearned) throws IOException {
        this.withLearned = withLearned;
        this.folder = folder;
        this.tests = tests;
        this.prefix = prefix;
        drawDataset();
        new MaskBuilder(request(), event -> {}).build();
        evaluate();
    }

    Request request() {
        return new Request(
                Request.SCHEMA,
                Request.Task.EVALUATE,
                folder.resolve("syr").toString(),
                Optional.of(new Request.Checkpoint("tiny", "nowhere", "c0ffee", "tiny", OptionalInt.empty())),
                new Request.DataSource(
                        folder.resolve("data").toString(),
                        Request.Format.FOLDERS,
                        List.of(),
                        Optional.empty(),
                        Request.MaskRules.DEFAULT),
                new Request.Training(
                        List.of(4, 8),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.of(3),
                        1,
                        OptionalDouble.empty(),
                        0,
                        20,
                        OptionalInt.empty(),
                        0),
                new Request.Execution("cpu", 1));
    }

    OutputLayout layout() {
        return new OutputLayout(folder.resolve("syr"));
    }

    Dataset dataset() {
        return Dataset.read(layout().dataset());
    }

    private void drawDataset() throws IOException {
        Map<String, Integer> counts = Map.of("train", 2, "validation", 1, "test", tests);
        for (Map.Entry<String, Integer> split : counts.entrySet()) {
            for (int i = 0; i < split.getValue(); i++) {
                String name = (split.getKey().equals("test") ? prefix : "ring-") + i;
                Path root = folder.resolve("data").resolve(split.getKey());
                PngFile.write(root.resolve("images/" + name + ".png"), picture((split.getKey() + i).hashCode()));
                PngFile.write(root.resolve("masks/" + name + ".png"), ring());
            }
        }
    }

    /** Of coarse random tiles, so that no two look alike. */
    private static RgbImage picture(int seed) {
        byte[] tiles = new byte[8 * 8 * 3];
        new Random(seed).nextBytes(tiles);
        byte[] pixels = new byte[120 * 80 * 3];
        for (int i = 0; i < 120 * 80; i++) {
            int tile = (i / 120 / 10) * 8 + i % 120 / 15;
            System.arraycopy(tiles, 3 * tile, pixels, 3 * i, 3);
        }
        return new RgbImage(120, 80, pixels);
    }

    private static BinaryMask rectangle(int x0, int y0, int x1, int y1) {
        BinaryMask mask = new BinaryMask(120, 80);
        for (int y = y0; y < y1; y++) {
            mask.bits().set(y * 120 + x0, y * 120 + x1);
        }
        return mask;
    }

    static BinaryMask ring() {
        BinaryMask ring = rectangle(20, 10, 100, 70);
        ring.bits().andNot(rectangle(40, 30, 80, 50).bits());
        return ring;
    }

    private void evaluate() {
        List<Evaluation.Model> models = new ArrayList<>();
        models.add(model("baseline", OptionalInt.empty(), 0.6));
        for (int rank : List.of(4, 8)) {
            train(rank);
            models.add(model("rank-" + rank, OptionalInt.of(rank), 0.8 + rank / 100.0));
        }
        Dataset dataset = dataset();
        Evaluation evaluation = new Evaluation(
                Evaluation.SCHEMA,
                models,
                new Evaluation.Chosen("rank-8", "validation Dice", 0.93),
                new Evaluation.Inputs(
                        "c0ffee",
                        dataset.splits().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().sha256())),
                        "parameters",
                        Map.of("rank-4", "sha-4", "rank-8", "sha-8")),
                Map.of("pytorch", "2.7.1"),
                "cpu",
                Optional.of(new Evaluation.Robustness(
                        "rank-8",
                        List.of(
                                new Evaluation.PromptScores("box", 0.88, 0.87),
                                new Evaluation.PromptScores("3 clicks", 0.8, 0.5)))));
        AtomicFile.write(layout().evaluation(), evaluation.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private void train(int rank) {
        Run run = new Run(
                Run.SCHEMA, "digest", rank, "sha-" + rank, 3, 2, 0.9, 100, 1e-3, "cpu", 1, Map.of(), Optional.empty());
        AtomicFile.write(layout().run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
        String history = List.of(
                        new HistoryLine(true, 1, 0.5, 0.7),
                        new HistoryLine(true, 2, 0.3, 0.9),
                        new HistoryLine(false, 3, 0.2, 0.89))
                .stream()
                .map(HistoryLine::toLine)
                .collect(Collectors.joining("\n"));
        AtomicFile.write(layout().history(rank), history.getBytes(StandardCharsets.UTF_8));
    }

    /** Dice falls by the image's number; the masks are rings with a filled hole for the baseline. */
    private Evaluation.Model model(String name, OptionalInt rank, double dice) {
        Map<String, List<Evaluation.ImageScores>> images = new TreeMap<>();
        for (Dataset.Image image : dataset().images()) {
            List<Evaluation.ImageScores> split =
                    images.computeIfAbsent(image.split().word(), any -> new ArrayList<>());
            Scores scores = scores(dice - 0.001 * split.size());
            String mask = "predictions/" + name + "/" + image.split().word() + split.size() + ".png";
            PngFile.write(layout().root().resolve(mask), rank.isPresent() ? ring() : rectangle(20, 10, 100, 70));
            split.add(new Evaluation.ImageScores(
                    image.name(),
                    image.sha256(),
                    scores,
                    "overlays/" + name + ".png",
                    List.of(new Evaluation.ObjectScores(scores, mask))));
        }
        List<Evaluation.ImageScores> tests = images.remove("test");
        return new Evaluation.Model(
                name, rank, 100, scores(dice + 0.05), scores(dice), 0.5, 0.1, tests, withLearned ? images : Map.of());
    }

    private static Scores scores(double dice) {
        return new Scores(dice, dice / 2, dice / 3, OptionalDouble.of(0.25), 1 - dice);
    }
}
