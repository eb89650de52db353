package io.github.syr.message;

import com.google.gson.JsonObject;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import java.util.Map;

/** Of all that decides how good a released adapter is on today's test images. */
public final class ReleaseDigest {

    private final JsonObject json = new JsonObject();

    /**
     * Of the evaluation that a request asks for.
     *
     * @param dataset as the masks are now
     * @param pytorch its version
     */
    public ReleaseDigest(ReleaseRequest request, Dataset dataset, String pytorch) {
        Request.Checkpoint checkpoint = request.today().checkpoint().orElseThrow();
        json.addProperty("release", request.release());
        json.addProperty("adapter", request.sha256());
        json.addProperty("checkpoint", checkpoint.sha256());
        json.addProperty("decoderHeads", checkpoint.decoderHeads().orElse(0));
        json.addProperty("images", EvaluationDigest.ofImages(dataset.of(Dataset.Split.TEST)));
        json.addProperty("pytorch", pytorch);
        json.addProperty("revision", TrainerRevision.NUMBER);
        json.addProperty("schema", ReleaseEvaluation.SCHEMA);
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
