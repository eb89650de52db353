package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.configuration.BoundGoals;
import io.github.syr.maven.parameter.BlockRange;
import io.github.syr.maven.parameter.CrowdChoice;
import io.github.syr.maven.parameter.DecoderChoice;
import io.github.syr.maven.parameter.FormatChoice;
import io.github.syr.maven.parameter.MaskObjectsChoice;
import io.github.syr.maven.parameter.MaskValues;
import io.github.syr.maven.parameter.PolygonHolesChoice;
import io.github.syr.maven.parameter.Ranks;
import io.github.syr.maven.parameter.ScheduleChoice;
import io.github.syr.maven.parameter.SplitGroupPattern;
import io.github.syr.maven.worker.Job;
import io.github.syr.message.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Parameters of data set and training. All goals but {@code download} have all of them: the configuration stands once,
 * at plugin level, and a rank of 0 is refused by the first goal, not after an hour.
 */
abstract class AbstractJobMojo extends AbstractCheckpointMojo {

    /**
     * How the data set is annotated: {@code auto} looks, {@code syr} ({@code annotations.json} with mask paths and
     * boxes by split), {@code labelme}, {@code coco}, {@code via}, {@code folders} ({@code images} and {@code masks},
     * paired by name) or {@code cutouts}. Type: text. Example: {@code <format>coco</format>}.
     */
    @Parameter(property = "syr.format", defaultValue = "auto")
    FormatChoice format;

    /**
     * The categories to take; all by default. An unknown one is an error. Type: list; separated by commas. Example:
     * {@code <labels>ring,band</labels>}.
     */
    @Parameter(property = "syr.labels")
    List<String> labels;

    /**
     * A regular expression on the file name or, where that has no match, on the path relative to the data set: images
     * whose matches (the first group, else the whole) are equal stay in one split, as the shots of one design should.
     * Type: text. Example: {@code <splitGroup>^(design\d+)_</splitGroup>}.
     */
    @Parameter(property = "syr.splitGroup")
    SplitGroupPattern splitGroup = new SplitGroupPattern();

    /**
     * What several polygons of one COCO annotation mean: {@code union} unites them, as pycocotools does; with
     * {@code evenOdd} a polygon in a polygon is a hole. Type: text. Example:
     * {@code <polygonHoles>evenOdd</polygonHoles>}.
     */
    @Parameter(property = "syr.polygonHoles", defaultValue = "union")
    PolygonHolesChoice polygonHoles;

    /**
     * Whether COCO's annotations with {@code iscrowd} 1 are objects ({@code include}: annotation tools mark brush masks
     * so) or are left out ({@code exclude}: COCO's own files mark crowds so). Type: text. Example:
     * {@code <crowd>exclude</crowd>}.
     */
    @Parameter(property = "syr.crowd", defaultValue = "include")
    CrowdChoice crowd;

    /**
     * The grey level (1 to 255) from which a mask file's pixel belongs. Type: whole number; grey level, 1 to 255.
     * Example: {@code <maskThreshold>200</maskThreshold>}.
     */
    @Parameter(property = "syr.maskThreshold", defaultValue = "128")
    int maskThreshold;

    /**
     * The values of a mask file's pixels that belong (palette indices or grey levels, 0 to 65535); by default those of
     * the threshold, or all palette indices above 0. Type: whole numbers; 0 to 65535, separated by commas. Example:
     * {@code <maskValues>1,7</maskValues>}.
     */
    @Parameter(property = "syr.maskValues")
    MaskValues maskValues = new MaskValues();

    /**
     * How many objects a mask file has: {@code one}, or with {@code values} one for each value above 0 of its pixels.
     * Type: text. Example: {@code <maskObjects>values</maskObjects>}.
     */
    @Parameter(property = "syr.maskObjects", defaultValue = "one")
    MaskObjectsChoice maskObjects;

    /**
     * LoRA ranks, each at least 1 and at most the encoder's width, each trained on its own; the best on the validation
     * images is packaged. Type: whole numbers; 1 to the encoder's width, separated by commas. Example:
     * {@code <ranks>4,8,16</ranks>}.
     */
    @Parameter(property = "syr.ranks", defaultValue = "4,8,16")
    Ranks ranks;

    /**
     * LoRA's scale is alpha / rank; the rank itself by default (scale 1). Type: number; above 0. Example:
     * {@code <alpha>16</alpha>}.
     */
    @Parameter(property = "syr.alpha")
    Double alpha;

    /**
     * The image encoder's blocks to adapt, counted from 0; all by default. Type: text; block numbers from 0. Example:
     * {@code <blocks>0-5</blocks>}.
     */
    @Parameter(property = "syr.blocks")
    BlockRange blocks = new BlockRange();

    /**
     * The maximum number of epochs; the default depends on the checkpoint and on the number of training images. Type:
     * whole number; epochs, at least 1. Example: {@code <epochs>40</epochs>}.
     */
    @Parameter(property = "syr.epochs")
    Integer epochs;

    /** Images per training step. Type: whole number; images, at least 1. Example: {@code <batchSize>4</batchSize>}. */
    @Parameter(property = "syr.batchSize", defaultValue = "1")
    int batchSize;

    /**
     * Adam's learning rate; the default depends on the checkpoint. Type: number; above 0. Example:
     * {@code <learningRate>1e-4</learningRate>}.
     */
    @Parameter(property = "syr.learningRate")
    Double learningRate;

    /**
     * Whether the mask decoder is trained along with LoRA: {@code frozen}, or {@code full}, where its tensors replace
     * the base's, so that the adapter is larger (16 MB for ViT-B). Type: text. Example:
     * {@code <decoder>full</decoder>}.
     */
    @Parameter(property = "syr.decoder", defaultValue = "frozen")
    DecoderChoice decoder;

    /**
     * Adam's learning rate for the mask decoder; the default depends on the checkpoint. Type: number; above 0. Example:
     * {@code <decoderLearningRate>1e-3</decoderLearningRate>}.
     */
    @Parameter(property = "syr.decoderLearningRate")
    Double decoderLearningRate;

    /**
     * How the learning rates go over all steps: {@code constant}, or {@code cosine}, down to 0 at the last of the
     * epochs. Type: text. Example: {@code <schedule>cosine</schedule>}.
     */
    @Parameter(property = "syr.schedule", defaultValue = "constant")
    ScheduleChoice schedule;

    /**
     * Steps in which the learning rates rise from 0. Type: whole number; steps, at least 0. Example:
     * {@code <warmUpSteps>50</warmUpSteps>}.
     */
    @Parameter(property = "syr.warmUpSteps", defaultValue = "0")
    int warmUpSteps;

    /**
     * The norm over all gradients of a step to which larger ones are scaled down; none by default. Type: number; above
     * 0. Example: {@code <maxGradientNorm>1</maxGradientNorm>}.
     */
    @Parameter(property = "syr.maxGradientNorm")
    Double maxGradientNorm;

    /**
     * Epochs without a better validation Dice after which a rank's training ends; 0 never ends it early. Type: whole
     * number; epochs, at least 0. Example: {@code <patience>5</patience>}.
     */
    @Parameter(property = "syr.patience", defaultValue = "10")
    int patience;

    /**
     * The maximum number of pixels of the original image by which each side of a box is moved outwards in training.
     * Type: whole number; pixels of the original image, at least 0. Example: {@code <jitter>20</jitter>}.
     */
    @Parameter(property = "syr.jitter", defaultValue = "20")
    int jitter;

    /**
     * The longest side, in pixels, at which the loss is taken (at least 16); the image's own by default, which takes
     * much memory for large photographs. Evaluation is always at the image's own. Type: whole number; pixels, at least
     * 16. Example: {@code <lossSize>1024</lossSize>}.
     */
    @Parameter(property = "syr.lossSize")
    Integer lossSize;

    /**
     * Seed of everything random, a 64-bit whole number. Type: whole number; any 64-bit number. Example:
     * {@code <seed>42</seed>}.
     */
    @Parameter(property = "syr.seed", defaultValue = "0")
    long seed;

    /**
     * Where PyTorch runs: {@code auto} (a GPU that can be used, else the CPU), {@code cpu}, {@code gpu}, {@code gpu:1}.
     * Type: text; auto, cpu, gpu, gpu:N. Example: {@code -Dsyr.device=gpu}.
     */
    @Parameter(property = "syr.device", defaultValue = "auto")
    String device;

    /**
     * PyTorch's threads; 0 takes the physical cores. Type: whole number; threads, at least 0. Example:
     * {@code <threads>8</threads>}.
     */
    @Parameter(property = "syr.threads", defaultValue = "0")
    int threads;

    /** @throws SyrException if a parameter is invalid, of goals to come too, or the data set isn't there */
    final Job job() {
        if (!dataset.exists()) {
            throw SyrException.badRequest(
                    "The data set " + dataset + " doesn't exist.",
                    "Correct <dataset>, or leave it out in a module that trains nothing.");
        }
        Optional<BoundGoals> bound = boundGoals();
        Job job = new Job(
                build(),
                new Request.DataSource(
                        dataset.toPath().toAbsolutePath().normalize().toString(),
                        format.value(),
                        labels == null ? List.of() : List.copyOf(labels),
                        splitGroup.optionalValue(),
                        new Request.MaskRules(
                                polygonHoles.value(),
                                crowd.value(),
                                maskThreshold,
                                maskValues.optionalValue().orElse(List.of()),
                                maskObjects.value())),
                checkpointRequest(),
                new Request.Training(
                        ranks.value(),
                        real(alpha),
                        blocks.optionalValue(),
                        whole(epochs),
                        batchSize,
                        real(learningRate),
                        patience,
                        jitter,
                        whole(lossSize),
                        seed,
                        new Request.Tuning(
                                decoder.value(),
                                real(decoderLearningRate),
                                schedule.value(),
                                warmUpSteps,
                                real(maxGradientNorm))),
                new Request.Execution(device, threads),
                natives.strip(),
                jvmArgumentList(),
                environment(),
                bound.filter(goals -> goals.has("package")).isPresent(),
                output(),
                cache());
        bound.ifPresent(BoundGoals::requireGates);
        return job;
    }

    /** A number that need not be there. */
    static OptionalDouble real(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalInt whole(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
