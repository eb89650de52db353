package io.github.syr.message;

import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training came to: {@code adapters/rank-N/run.json}, schema {@code syr/run/1}; written last, so that an adapter
 * without one is not whole.
 *
 * @param schema {@value #SCHEMA}
 * @param digest of all that decided it, see {@link TrainingDigest}
 * @param adapterSha256 of {@code adapter.safetensors}
 * @param epochs that were run
 * @param keptEpoch whose weights the adapter has, from 1 (0 is the initial adapter): the best, or the last where that
 *     is kept
 * @param validationDice mean, after that epoch; with folds, that of all of them
 * @param parameters trained numbers
 * @param learningRate that it took effect with
 * @param device kind of device: {@code cpu}, {@code gpu}
 * @param threads of one operation
 * @param versions by name: {@code djl}, {@code pytorch}
 * @param folds how each image was judged by a model that had not seen it; none where the validation split judged
 */
public record Run(
        String schema,
        String digest,
        int rank,
        String adapterSha256,
        int epochs,
        int keptEpoch,
        double validationDice,
        long parameters,
        double learningRate,
        String device,
        int threads,
        Map<String, String> versions,
        Optional<Folds> folds) {

    public static final String SCHEMA = "syr/run/1";

    /**
     * A cross-validation.
     *
     * @param count of folds
     * @param epoch that was best over all of them, from 1; the last where that is kept
     * @param deviation standard deviation of the images' Dice
     * @param images those of training and validation, each judged once, after that epoch of its fold's training
     */
    public record Folds(int count, int epoch, double deviation, List<JudgedImage> images) {}

    /**
     * An image in a cross-validation.
     *
     * @param name the file's name
     * @param sha256 of the image file
     * @param fold whose training did not have it, from 1
     * @param scores means over its objects
     * @param iouError mean difference between predicted and real IoU of its boxes' masks
     */
    public record JudgedImage(String name, String sha256, int fold, Scores scores, double iouError) {}

    /** @throws io.github.syr.error.SyrException if it is missing, of another schema, or not complete */
    public static Run read(Path file) {
        return RecordJson.read(file, Run.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
