package io.github.syr.message;

import com.google.gson.JsonObject;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The digest of all that decides a training: checkpoint, images, masks, boxes, parameters, PyTorch and the trainer's
 * revision.
 */
public final class TrainingDigest {

    private TrainingDigest() {}

    /**
     * Of one rank's training, so that another rank beside it changes nothing.
     *
     * @param pytorch its version
     */
    public static String of(Request request, Dataset dataset, int rank, String pytorch) {
        return Sha256.of(Json.writeLine(json(request, dataset, rank, pytorch)));
    }

    /** What {@link #of} is the digest of, by name, for people. */
    public static Map<String, String> inputs(Request request, Dataset dataset, int rank, String pytorch) {
        return ReadableInputs.of(json(request, dataset, rank, pytorch));
    }

    private static JsonObject json(Request request, Dataset dataset, int rank, String pytorch) {
        JsonObject json = parameters(request, pytorch, List.of(rank));
        for (Dataset.Split split : List.of(Dataset.Split.TRAIN, Dataset.Split.VALIDATION)) {
            json.addProperty(split.word(), dataset.splits().get(split.word()).sha256());
        }
        // shuffling and jitter start from the order of the images, which depends on their names, and of their objects
        json.addProperty(
                "order",
                Sha256.of(dataset.of(Dataset.Split.TRAIN).stream()
                        .map(TrainingDigest::entry)
                        .collect(Collectors.joining("\n"))));
        if (request.training().folds().isPresent()) {
            json.addProperty(
                    "groups",
                    Sha256.of(dataset.images().stream()
                            .filter(image -> image.split() != Dataset.Split.TEST)
                            .map(image -> image.group() + "\n" + image.sha256())
                            .collect(Collectors.joining("\n"))));
        }
        return json;
    }

    private static String entry(Dataset.Image image) {
        return image.sha256()
                + image.objects().stream()
                        .map(object -> " " + object.maskSha256() + " " + boxOf(object))
                        .collect(Collectors.joining());
    }

    /** In hexadecimal: the decimal form of a double isn't the same in every JDK. */
    static String boxOf(Dataset.ObjectEntry object) {
        return object.box().stream().map(Double::toHexString).collect(Collectors.joining(" "));
    }

    /** Of the parameters of all ranks, without the images: what an evaluation says it was made with. */
    public static String ofParameters(Request request) {
        return Sha256.of(
                Json.writeLine(parameters(request, "", request.training().ranks())));
    }

    private static JsonObject parameters(Request request, String pytorch, List<Integer> ranks) {
        JsonObject json = RecordJson.toJson(request.training().withRanks(ranks));
        Request.Checkpoint checkpoint = request.checkpoint().orElseThrow();
        json.addProperty("checkpoint", checkpoint.sha256());
        json.addProperty("decoderHeads", checkpoint.decoderHeads().orElse(0));
        request.initialAdapter().ifPresent(adapter -> json.addProperty("initialAdapter", adapter.sha256()));
        json.addProperty("pytorch", pytorch);
        json.addProperty("revision", TrainerRevision.NUMBER);
        return json;
    }
}
