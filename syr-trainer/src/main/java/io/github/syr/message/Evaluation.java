package io.github.syr.message;

import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How good the adapters are on the test images: {@code target/syr/evaluation.json}, schema {@code syr/evaluation/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param models the baseline first, then the ranks, ascending
 * @param chosen the best rank, by validation
 * @param inputs digests of all that the figures depend on
 * @param versions by name: {@code syr}, {@code djl}, {@code pytorch}
 * @param device kind of device it was evaluated on: {@code cpu}, {@code gpu}
 * @param robustness how the chosen model does with other prompts; none where it was not measured
 */
public record Evaluation(
        String schema,
        List<Model> models,
        Chosen chosen,
        Inputs inputs,
        Map<String, String> versions,
        String device,
        Optional<Robustness> robustness) {

    public static final String SCHEMA = "syr/evaluation/1";

    /**
     * One model.
     *
     * @param name {@code baseline} or {@code rank-8}
     * @param rank none for the baseline
     * @param parameters trained numbers; 0 for the baseline
     * @param validation means over the validation images, as at the end of its training
     * @param test means over the test images
     * @param clickDice mean Dice on the test images, prompted by one click on the innermost pixel of each object
     * @param iouError mean difference between predicted and real IoU of the validation images' masks
     * @param images each test image, by name
     * @param learned by split, {@code train} and {@code validation}: its images, which judge nothing; empty unless they
     *     were asked for
     */
    public record Model(
            String name,
            OptionalInt rank,
            long parameters,
            Scores validation,
            Scores test,
            double clickDice,
            double iouError,
            List<ImageScores> images,
            Map<String, List<ImageScores>> learned) {}

    /**
     * One image's scores.
     *
     * @param name the file's name
     * @param sha256 of the image file
     * @param scores means over its objects
     * @param overlay picture of what is right, missed and added, relative to the output folder
     * @param objects in the order of {@code dataset.json}
     */
    public record ImageScores(String name, String sha256, Scores scores, String overlay, List<ObjectScores> objects) {}

    /**
     * One object's scores.
     *
     * @param mask the predicted one: 8-bit grey PNG (0 or 255) of the image's size, relative to the output folder
     */
    public record ObjectScores(Scores scores, String mask) {}

    /**
     * How much prompts may be off: a model on the test images.
     *
     * @param prompts each kind that was measured
     */
    public record Robustness(String model, List<PromptScores> prompts) {}

    /**
     * What one kind of prompt gives.
     *
     * @param prompt in words
     * @param dice mean over the test images
     * @param worst Dice of the worst test image
     */
    public record PromptScores(String prompt, double dice, double worst) {}

    /**
     * The rank that is packaged.
     *
     * @param model as in {@link Model#name}
     * @param by the words for the console: {@code validation Dice}
     * @param value its validation Dice
     */
    public record Chosen(String model, String by, double value) {}

    /**
     * What the figures depend on.
     *
     * @param checkpoint SHA-256 of the base
     * @param splits by split: the digests of {@link Dataset.SplitDigest}
     * @param training digest of the parameters that define the trainings, and of the trainer's revision
     * @param adapters by model name: SHA-256 of its {@code adapter.safetensors}
     */
    public record Inputs(
            String checkpoint, Map<String, String> splits, String training, Map<String, String> adapters) {}

    /** The model of a name. */
    public Optional<Model> model(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The unadapted model. */
    public Model baseline() {
        return model("baseline").orElseThrow(() -> new IllegalStateException("an evaluation has a baseline"));
    }

    /** The chosen model. */
    public Model chosenModel() {
        return model(chosen.model()).orElseThrow(() -> new IllegalStateException("an evaluation has its chosen model"));
    }

    public static Evaluation read(Path file) {
        return RecordJson.read(file, Evaluation.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
