package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a training came to: {@code adapters/rank-N/run.json}, schema {@code syr/run/1}; written last, so that an adapter
 * without one is not whole.
 *
 * @param schema {@value #SCHEMA}
 * @param digest of all that decided it, see {@link TrainingDigest}
 * @param adapterSha256 of {@code adapter.safetensors}
 * @param epochs that were run
 * @param bestEpoch whose weights the adapter has, from 1
 * @param validationDice mean, after that epoch
 * @param parameters trained numbers
 * @param learningRate that it took effect with
 * @param device kind of device: {@code cpu}, {@code gpu}
 * @param threads of one operation
 * @param versions by name: {@code djl}, {@code pytorch}
 */
public record Run(
        String schema,
        String digest,
        int rank,
        String adapterSha256,
        int epochs,
        int bestEpoch,
        double validationDice,
        long parameters,
        double learningRate,
        String device,
        int threads,
        Map<String, String> versions) {

    public static final String SCHEMA = "syr/run/1";

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static Run read(Path file) {
        return RecordJson.read(file, Run.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
