package io.github.syr.maven;

import static org.mockito.Mockito.mock;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.adapter.Scores;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.freshness.Freshness;
import io.github.syr.image.BinaryMask;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.worker.Job;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.apache.maven.plugin.logging.Log;

/** A module as syr:evaluate leaves it: real masks and digests, made-up weights and scores, no PyTorch. */
public final class EvaluatedProject {

    private static final List<Integer> RANKS = List.of(2, 4);

    private final Path folder;
    private final int width;
    private final Log log = mock(Log.class);

    private EvaluatedProject(Path folder, int width) {
        this.folder = folder;
        this.width = width;
    }

    /** Lays it out; rank 4 is the best on validation. */
    public static EvaluatedProject in(Path folder) {
        return in(folder, "tensors".getBytes(StandardCharsets.UTF_8), 4);
    }

    /**
     * The same for a checkpoint of four blocks or more.
     *
     * @param width of its image encoder
     */
    public static EvaluatedProject in(Path folder, byte[] checkpoint, int width) {
        EvaluatedProject project = new EvaluatedProject(folder, width);
        try {
            project.writeDataset();
            Files.write(folder.resolve("base.pth"), checkpoint);
            project.evaluate();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return project;
    }

    public Log log() {
        return log;
    }

    public Path classes() {
        return folder.resolve("target/classes");
    }

    public OutputLayout layout() {
        return new OutputLayout(folder.resolve("target/syr"));
    }

    public Path mask(String split) {
        return folder.resolve("data").resolve(split).resolve("masks/ring.png");
    }

    /** A job with this seed; the evaluation is of seed 0. */
    public Job job(long seed) {
        return new Job(
                TestBuilds.build(folder, List.of(), log),
                new Request.DataSource(
                        folder.resolve("data").toString(),
                        Request.Format.SYR,
                        List.of(),
                        Optional.empty(),
                        Request.MaskRules.DEFAULT),
                CheckpointRequest.of(
                        "base.pth", folder, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty()),
                new Request.Training(
                        RANKS,
                        OptionalDouble.of(8),
                        Optional.empty(),
                        OptionalInt.of(40),
                        1,
                        OptionalDouble.empty(),
                        5,
                        20,
                        OptionalInt.empty(),
                        seed),
                new Request.Execution("auto", 0),
                Optional.empty(),
                Evaluating.DEFAULT,
                "none",
                Optional.empty(),
                List.of(),
                Map.of(),
                false,
                Optional.empty(),
                folder.resolve("target/syr"),
                folder.resolve("cache"),
                Optional.empty());
    }

    private Request request() {
        return job(0).request(
                        Request.Task.EVALUATE,
                        Optional.of(new Request.Checkpoint(
                                "base.pth",
                                folder.resolve("base.pth").toString(),
                                Sha256.of(folder.resolve("base.pth")),
                                "base.pth",
                                OptionalInt.empty())));
    }

    private void writeDataset() throws IOException {
        StringBuilder json = new StringBuilder("{");
        int shade = 0;
        for (String split : List.of("train", "validation", "test")) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            BufferedImage mask = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            image.setRGB(1, 1, shade += 40);
            mask.setRGB(2, 2, 0xFFFFFF);
            mask.setRGB(5, 5, 0xFFFFFF);
            write(image, folder.resolve("data").resolve(split).resolve("images/ring.png"));
            write(mask, mask(split));
            json.append(json.length() > 1 ? "," : "")
                    .append(
                            "\"%s\": {\"ring.png\": {\"mask_path\": \"./data/%s/masks/ring.png\", \"bbox\": [2, 2, 6, 6]}}"
                                    .formatted(split, split));
        }
        Files.writeString(folder.resolve("data/annotations.json"), json.append("}"));
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private void evaluate() {
        Request request = request();
        new MaskBuilder(request.forTask(Request.Task.MASKS), event -> {}).build();
        Dataset dataset = Dataset.read(layout().dataset());
        List<Evaluation.Model> models = new ArrayList<>(List.of(model("baseline", OptionalInt.empty(), 0.5, dataset)));
        for (int rank : RANKS) {
            train(rank);
            models.add(model("rank-" + rank, OptionalInt.of(rank), 0.7 + rank / 100.0, dataset));
        }
        Evaluation evaluation = new Evaluation(
                Evaluation.SCHEMA,
                models,
                new Evaluation.Chosen("rank-4", "validation Dice", 0.84),
                new Freshness(request).inputs(dataset),
                Map.of("djl", "0.36.0", "pytorch", "2.7.1"),
                "cpu",
                Optional.empty());
        AtomicFile.write(layout().evaluation(), evaluation.toJson().getBytes(StandardCharsets.UTF_8));
        SelfTestFile.of(
                        Sha256.of(layout().adapter(4)),
                        new float[16],
                        new BinaryMask(192, 144),
                        SelfTestPicture.drawn())
                .write(layout().selfTest());
    }

    private void train(int rank) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int block = 1; block <= 3; block++) {
            for (String part : List.of("q", "v")) {
                pairs.add(
                        new Adapter.Pair(LoraTarget.qkv(block, part), rank, 8, numbers(rank, 1), numbers(rank, block)));
            }
        }
        AdapterFile.write(
                layout().adapter(rank),
                new Adapter(Optional.empty(), pairs, Map.of()),
                Sha256.of(folder.resolve("base.pth")));
        Run run = new Run(
                Run.SCHEMA,
                "digest",
                rank,
                Sha256.of(layout().adapter(rank)),
                31,
                26,
                0.8,
                6L * width * rank * 2,
                5e-3,
                "cpu",
                2,
                Map.of("djl", "0.36.0", "pytorch", "2.7.1"),
                Optional.empty());
        AtomicFile.write(layout().run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private float[] numbers(int rank, float value) {
        float[] numbers = new float[rank * width];
        Arrays.fill(numbers, value);
        return numbers;
    }

    private static Evaluation.Model model(String name, OptionalInt rank, double dice, Dataset dataset) {
        List<Evaluation.ImageScores> images = dataset.of(Dataset.Split.TEST).stream()
                .map(image -> new Evaluation.ImageScores(
                        image.name(),
                        image.sha256(),
                        scores(dice),
                        "overlays/" + name + "/" + image.name() + ".png",
                        List.of(new Evaluation.ObjectScores(
                                scores(dice), "predictions/" + name + "/test/" + image.name() + ".png"))))
                .toList();
        return new Evaluation.Model(name, rank, 48, scores(dice + 0.1), scores(dice), 0.5, 0.1, images, Map.of());
    }

    private static Scores scores(double dice) {
        return new Scores(dice, dice / 2, dice / 3, OptionalDouble.empty(), 1 - dice);
    }
}
