package io.github.syr.adapter;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an adapter is, beside it in its jar: {@code META-INF/syr/<group>/<artifact>/adapter.json}, schema
 * {@code syr/adapter/1}.
 *
 * <p>It holds no clock and no path of the machine that built it, so the same training gives the same bytes.
 *
 * @param schema {@value #SCHEMA}
 * @param coordinates of the artifact that carries it
 * @param base the checkpoint that it is a delta against
 * @param adapter the file beside this one
 * @param metrics how good it is, and how good the base is without it
 * @param splits by {@code train}, {@code validation}, {@code test}: what it learned from, was chosen on and judged by
 * @param training the parameters that its training took effect with
 * @param versions by name: {@code syr}, {@code djl}, {@code pytorch}
 * @param device kind of device it was judged on: {@code cpu}, {@code gpu}
 */
public record AdapterManifest(
        String schema,
        Coordinates coordinates,
        Base base,
        Delta adapter,
        Metrics metrics,
        Map<String, SplitSummary> splits,
        TrainingSummary training,
        Map<String, String> versions,
        String device) {

    public static final String SCHEMA = "syr/adapter/1";

    /** The file's name, beside the adapter's. */
    public static final String FILE = "adapter.json";

    /** The adapter's file, beside this one. */
    public static final String ADAPTER_FILE = "adapter.safetensors";

    /** Maven coordinates of the artifact that carries an adapter. */
    public record Coordinates(String groupId, String artifactId, String version) {

        /** The folder in a jar that holds the adapter: {@code META-INF/syr/<group>/<artifact>}. */
        public String folder() {
            return AdapterManifest.folder(groupId, artifactId);
        }

        @Override
        public String toString() {
            return groupId + ":" + artifactId + ":" + version;
        }
    }

    /**
     * The base checkpoint.
     *
     * @param name as it was configured: {@code tiny}, {@code vit_b}, a URL, a file's name, Maven coordinates
     * @param sha256 of the file
     * @param bytes of the file
     * @param source where it can be had: a URL, Maven coordinates, or only a file's name
     * @param decoderHeads the mask decoder's heads, where the user had to say them
     */
    public record Base(String name, String sha256, long bytes, String source, OptionalInt decoderHeads) {}

    /**
     * The adapter itself.
     *
     * @param sha256 of {@value AdapterManifest#ADAPTER_FILE}
     * @param alpha LoRA's scale is alpha / rank
     * @param blocks the first and the last of the image encoder's blocks that it adapts; none where it adapts none
     * @param targets the kinds of layers that it adapts: {@code q}, {@code k}, {@code v}, {@code proj}, {@code mlp},
     *     {@code decoder}
     * @param replaced how many of the base's tensors it replaces: those of a mask decoder that was trained
     * @param parameters trained numbers
     */
    public record Delta(
            String sha256,
            int rank,
            double alpha,
            Optional<Blocks> blocks,
            List<String> targets,
            int replaced,
            long parameters) {

        /**
         * What an adapter holds.
         *
         * @param sha256 of its file
         */
        public static Delta of(Adapter adapter, String sha256) {
            int[] blocks = adapter.pairs().stream()
                    .flatMapToInt(pair -> pair.target().block().stream())
                    .sorted()
                    .toArray();
            return new Delta(
                    sha256,
                    adapter.rank(),
                    adapter.pairs().stream()
                            .mapToDouble(Adapter.Pair::alpha)
                            .max()
                            .orElse(adapter.rank()),
                    blocks.length == 0
                            ? Optional.empty()
                            : Optional.of(new Blocks(blocks[0], blocks[blocks.length - 1])),
                    adapter.pairs().stream()
                            .map(pair -> pair.target().kind().word())
                            .distinct()
                            .sorted()
                            .toList(),
                    adapter.replaced().size(),
                    adapter.parameters());
        }
    }

    /**
     * How good it is.
     *
     * @param validation the adapter on the images that chose it
     * @param test the adapter on the images that judge it
     * @param baseline the unadapted model on the same test images
     */
    public record Metrics(Scores validation, Judged test, Judged baseline) {}

    /**
     * A model on the test images.
     *
     * @param mean over the images
     * @param images by the SHA-256 of the image file
     */
    public record Judged(Scores mean, Map<String, Scores> images) {}

    /** How many images a split has, and the digest over their content, masks and boxes. */
    public record SplitSummary(int images, String sha256) {}

    /**
     * The parameters of the training, as they took effect.
     *
     * @param epochs that were run
     * @param keptEpoch whose weights the adapter has, from 1; 0 is the initial adapter as it is
     * @param batchSize images per step
     * @param learningRate Adam's
     * @param patience epochs without a better validation Dice before the end; 0 never ends early
     * @param jitter the most pixels by which each side of a box is moved outwards
     * @param lossSize the longest side at which the loss was taken; none is the original size
     * @param seed of everything random
     * @param decoder {@code frozen}, {@code lora} or {@code full}
     * @param schedule of the learning rates: {@code constant} or {@code cosine}
     * @param warmUpSteps in which they rose from 0
     * @param maxGradientNorm to which gradients were scaled down; none is unbounded
     * @param optimizer {@code adam} or {@code adamw}
     * @param weightDecay AdamW's; 0 for Adam
     * @param accumulation batches a step
     * @param emaDecay of the moving average that the adapter is; none where it is the weights themselves
     * @param epochChoice {@code best} by validation, or {@code last}
     * @param precision of the encoder's matrix products: {@code float32} or {@code bfloat16}
     * @param augmentation the kinds of random changes to training images
     * @param recipe where values came from that nobody gave: {@code standard} or {@code predecessor}
     * @param loss {@code dice-ce} or {@code focal-dice}
     * @param boundaryWeight of the loss's boundary term; 0 is none
     * @param holeWeight how often the pixels of holes counted
     * @param prompts what objects were prompted by, each kind with its weight: {@code box:3}
     * @param folds into how many parts the images of training and validation were divided to choose the epoch; none
     *     where the validation images chose
     * @param initialAdapter where the training started; none is fresh
     */
    public record TrainingSummary(
            int epochs,
            int keptEpoch,
            int batchSize,
            double learningRate,
            int patience,
            int jitter,
            OptionalInt lossSize,
            long seed,
            String decoder,
            String schedule,
            int warmUpSteps,
            OptionalDouble maxGradientNorm,
            String optimizer,
            double weightDecay,
            int accumulation,
            OptionalDouble emaDecay,
            String epochChoice,
            String precision,
            List<String> augmentation,
            String recipe,
            String loss,
            double boundaryWeight,
            double holeWeight,
            List<String> prompts,
            OptionalInt folds,
            Optional<Initial> initialAdapter) {}

    /**
     * An adapter that a training started from.
     *
     * @param name Maven coordinates, or a file's name
     * @param sha256 of its weights' file
     */
    public record Initial(String name, String sha256) {}

    /** The folder in a jar that holds an adapter: {@code META-INF/syr/<group>/<artifact>}. */
    public static String folder(String groupId, String artifactId) {
        return "META-INF/syr/" + groupId + "/" + artifactId;
    }

    /**
     * Reads a manifest.
     *
     * @throws SyrException if it is missing, of another schema, or not complete
     */
    public static AdapterManifest read(ByteSource source) {
        var json = Json.parse(source.readText(), source);
        RecordJson.requireSchema(json, SCHEMA, source);
        return RecordJson.fromJson(json, AdapterManifest.class, source);
    }

    /**
     * Compares the adapter's file with what the manifest says of it.
     *
     * @throws SyrException if it is another file
     */
    public void requireAdapter(ByteSource file) {
        String found = Sha256.of(file.readAll());
        if (!found.equals(adapter.sha256())) {
            throw SyrException.badData(
                    file,
                    "its SHA-256 is " + found + ", but " + FILE + " beside it says " + adapter.sha256() + ".",
                    "The artifact was changed after it was packaged: build " + coordinates + " again.");
        }
    }

    /**
     * Compares what the manifest says of the adapter with what it is.
     *
     * @param source of the manifest, for the message
     * @throws SyrException if they disagree
     */
    public void requireSaysOf(Adapter found, Object source) {
        Delta real = Delta.of(found, adapter.sha256());
        if (!real.equals(adapter)) {
            throw SyrException.badData(
                    source,
                    "says of the adapter beside it " + adapter + ", but it is " + real + ".",
                    "The artifact was changed after it was packaged: build " + coordinates + " again.");
        }
    }

    /** The JSON Schema of the file, draft 2020-12, for who reads it with other libraries. */
    public static String jsonSchema() {
        return ByteSource.ofText(AdapterManifest.class.getResource("adapter.schema.json"))
                .readText();
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
