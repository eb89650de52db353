package io.github.syr.message;

import com.google.gson.JsonObject;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The digest of all that an evaluation and its pictures depend on: the checkpoint, adapters and how they were trained,
 * images, masks, boxes and their names, what is judged beside the test images, PyTorch and the trainer's revision.
 */
public final class EvaluationDigest {

    private final JsonObject json;

    /**
     * Of the evaluation that a request asks for.
     *
     * @param inputs of it, as the files are now
     * @param runs of the request's ranks
     * @param pytorch its version
     */
    public EvaluationDigest(
            Request request, Dataset dataset, Evaluation.Inputs inputs, List<Run> runs, String pytorch) {
        json = RecordJson.toJson(inputs);
        JsonObject trainings = new JsonObject();
        runs.forEach(run -> trainings.addProperty("rank-" + run.rank(), of(run)));
        json.add("runs", trainings);
        json.addProperty("images", ofImages(dataset.images()));
        JsonObject evaluation = RecordJson.toJson(request.evaluation());
        evaluation.remove("selfTestImage");
        request.evaluation()
                .selfTestImage()
                .ifPresent(image -> evaluation.addProperty("selfTestImage", image.sha256()));
        json.add("evaluation", evaluation);
        json.addProperty("pytorch", pytorch);
        json.addProperty("revision", TrainerRevision.NUMBER);
        json.addProperty("schema", Evaluation.SCHEMA);
    }

    /** With folds, an evaluation takes figures from the run. */
    private static String of(Run run) {
        return run.folds()
                .map(folds -> Sha256.of(run.digest() + Json.writeLine(RecordJson.toJson(folds))))
                .orElse(run.digest());
    }

    static String ofImages(List<Dataset.Image> images) {
        return Sha256.of(images.stream().map(EvaluationDigest::entry).collect(Collectors.joining("\n")));
    }

    /** Names and places count: the evaluation has them. */
    private static String entry(Dataset.Image image) {
        return String.join("\t", image.split().word(), image.name(), image.sha256())
                + image.objects().stream()
                        .map(object ->
                                "\t" + object.mask() + "\t" + object.maskSha256() + "\t" + TrainingDigest.boxOf(object))
                        .collect(Collectors.joining());
    }

    /** The digest in hexadecimal. */
    public String sha256() {
        return Sha256.of(Json.writeLine(json));
    }

    /** What it is the digest of, by name, for people. */
    public Map<String, String> inputs() {
        return ReadableInputs.of(json);
    }
}
