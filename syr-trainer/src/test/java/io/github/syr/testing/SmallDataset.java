package io.github.syr.testing;

import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Two images to train on, one to validate, one to test, and requests that run the mini model on them.
 *
 * @param folder it lies in {@code data}, outputs beside it
 */
public record SmallDataset(Path folder) {

    /** Puts the files there. */
    public static SmallDataset in(Path folder) throws IOException {
        SmallDataset dataset = new SmallDataset(folder);
        String json = """
                {"train": {"a.png": {"mask_path": "masks/a.png", "bbox": [20, 15, 90, 70]},
                           "b.png": {"mask_path": "masks/b.png", "bbox": [8, 10, 50, 55]}},
                 "validation": {"c.png": {"mask_path": "masks/c.png", "bbox": [5, 30, 80, 140]}},
                 "test": {"d.png": {"mask_path": "masks/d.png"}}}""";
        Files.createDirectories(dataset.path().resolve("masks"));
        Files.writeString(dataset.path().resolve("annotations.json"), json);
        dataset.copy("train_0.png", "train/images/a.png", "train_0_mask.png", "a.png");
        dataset.copy("train_1.png", "train/images/b.png", "train_1_mask.png", "b.png");
        dataset.copy("train_2.png", "validation/images/c.png", "train_2_mask.png", "c.png");
        dataset.copy("mini_image.png", "test/images/d.png", "train_0_mask.png", "d.png");
        return dataset;
    }

    private void copy(String image, String to, String mask, String maskTo) throws IOException {
        Path parity = ReferenceFiles.file("");
        Files.createDirectories(path().resolve(to).getParent());
        Files.copy(parity.resolve(image), path().resolve(to));
        Files.copy(parity.resolve(mask), path().resolve("masks").resolve(maskTo));
    }

    /** The data set's own folder. */
    public Path path() {
        return folder.resolve("data");
    }

    /** Three epochs of the mini model, up to its evaluation. */
    public Request request(String output, int batchSize, double learningRate, int... ranks) {
        Path checkpoint = ReferenceFiles.file("mini_sam.safetensors");
        return new Request(
                Request.SCHEMA,
                Request.Task.EVALUATE,
                folder.resolve(output).toString(),
                Optional.of(new Request.Checkpoint(
                        "mini", checkpoint.toString(), Sha256.of(checkpoint), "mini", OptionalInt.of(2))),
                new Request.DataSource(
                        path().toString(), Request.Format.AUTO, List.of(), Optional.empty(), Request.MaskRules.DEFAULT),
                new Request.Training(
                        IntStream.of(ranks).boxed().toList(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.of(3),
                        batchSize,
                        OptionalDouble.of(learningRate),
                        0,
                        20,
                        OptionalInt.empty(),
                        7),
                new Request.Execution("cpu", 0));
    }

    /** A request with another training. */
    public static Request with(Request request, Request.Training training) {
        return new Request(
                request.schema(),
                request.task(),
                request.output(),
                request.checkpoint(),
                request.dataset(),
                training,
                request.execution(),
                request.initialAdapter(),
                request.evaluation());
    }

    /** A request whose evaluation does other things beside. */
    public static Request with(Request request, Evaluating evaluation) {
        return new Request(
                request.schema(),
                request.task(),
                request.output(),
                request.checkpoint(),
                request.dataset(),
                request.training(),
                request.execution(),
                request.initialAdapter(),
                evaluation);
    }

    /** A request whose results are kept in a cache, too. */
    public static Request with(Request request, RunCaching cache) {
        return new Request(
                request.schema(),
                request.task(),
                request.output(),
                request.checkpoint(),
                request.dataset(),
                request.training(),
                new Request.Execution(
                        request.execution().device(), request.execution().threads(), Optional.of(cache)),
                request.initialAdapter(),
                request.evaluation());
    }
}
