package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.parameter.Augmentations;
import io.github.syr.maven.parameter.BlockRange;
import io.github.syr.maven.parameter.DecoderChoice;
import io.github.syr.maven.parameter.EpochChoice;
import io.github.syr.maven.parameter.LossChoice;
import io.github.syr.maven.parameter.OptimizerChoice;
import io.github.syr.maven.parameter.PrecisionChoice;
import io.github.syr.maven.parameter.PromptShares;
import io.github.syr.maven.parameter.Ranks;
import io.github.syr.maven.parameter.RecipeChoice;
import io.github.syr.maven.parameter.ScheduleChoice;
import io.github.syr.maven.parameter.Targets;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.maven.plugins.annotations.Parameter;

/** Parameters of the training. */
abstract class AbstractTrainingMojo extends AbstractCheckpointMojo {

    /** PyTorch's for AdamW. */
    private static final double WEIGHT_DECAY = 0.01;

    private static final int PATIENCE = 10;

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
     * The maximum number of epochs; the default depends on the checkpoint and on the number of training images. With 0
     * {@code <initialAdapter>} is taken as it is. Type: whole number; epochs, at least 0. Example:
     * {@code <epochs>40</epochs>}.
     */
    @Parameter(property = "syr.epochs")
    Integer epochs;

    /** Images per training step. Type: whole number; images, at least 1. Example: {@code <batchSize>4</batchSize>}. */
    @Parameter(property = "syr.batchSize", defaultValue = "1")
    int batchSize;

    /**
     * The learning rate of LoRA; the default depends on the checkpoint. Type: number; above 0. Example:
     * {@code <learningRate>1e-4</learningRate>}.
     */
    @Parameter(property = "syr.learningRate")
    Double learningRate;

    /**
     * Where the values of parameters come from that are not given: {@code standard} (the mask decoder is trained along,
     * images are augmented, the learning rate follows a cosine, gradients are clipped) or {@code predecessor} (LoRA on
     * q and v alone, at a constant rate, without augmentation). Type: text. Example:
     * {@code <recipe>predecessor</recipe>}.
     */
    @Parameter(property = "syr.recipe", defaultValue = "standard")
    RecipeChoice recipe;

    /**
     * The layers of the image encoder that LoRA is added to: {@code q}, {@code k}, {@code v} and {@code proj} of the
     * attention, {@code mlp} for both layers of a block's MLP; behind a colon a rank of its own. The recipe's by
     * default. Type: words; separated by commas. Example: {@code <targets>q,v,mlp:4</targets>}.
     */
    @Parameter(property = "syr.targets")
    Targets targets = new Targets();

    /**
     * Whether the mask decoder is trained along with LoRA on the encoder: {@code frozen}, {@code lora} (LoRA on the
     * projections of its attention) or {@code full}, where its tensors replace the base's, so that the adapter is
     * larger (16 MB for ViT-B); the recipe's by default. Type: text. Example: {@code <decoder>lora</decoder>}.
     */
    @Parameter(property = "syr.decoder")
    DecoderChoice decoder = new DecoderChoice();

    /**
     * The rank of LoRA on the mask decoder; that of the encoder by default, bounded by the widths of its layers. Type:
     * whole number; at least 1. Example: {@code <decoderRank>8</decoderRank>}.
     */
    @Parameter(property = "syr.decoderRank")
    Integer decoderRank;

    /**
     * The learning rate of the mask decoder; the default depends on the checkpoint. Type: number; above 0. Example:
     * {@code <decoderLearningRate>1e-3</decoderLearningRate>}.
     */
    @Parameter(property = "syr.decoderLearningRate")
    Double decoderLearningRate;

    /**
     * The loss of masks: {@code diceCe} (soft Dice and cross entropy, 1 : 1) or {@code focalDice} (focal loss and soft
     * Dice, 20 : 1). The recipe's by default. Type: text. Example: {@code <loss>focalDice</loss>}.
     */
    @Parameter(property = "syr.loss")
    LossChoice loss = new LossChoice();

    /**
     * The weight of a boundary term in the loss: probability times signed distance to the border; 0 leaves it out. The
     * recipe's by default. Type: number; 0 to 1000. Example: {@code <boundaryWeight>1</boundaryWeight>}.
     */
    @Parameter(property = "syr.boundaryWeight")
    Double boundaryWeight;

    /**
     * How often the pixels of holes count in cross entropy or focal loss. The recipe's by default. Type: number; above
     * 0, at most 1000. Example: {@code <holeWeight>5</holeWeight>}.
     */
    @Parameter(property = "syr.holeWeight")
    Double holeWeight;

    /**
     * What objects are prompted by in training: {@code box}, {@code click} (one, anywhere on the object),
     * {@code clicks} (two to four, on it and beside it) and {@code correction} (a box, and a click where its mask is
     * wrong), each with a weight behind a colon, 1 by default. The recipe's by default. Type: words; separated by
     * commas. Example: {@code <prompts>box:3,click:1</prompts>}.
     */
    @Parameter(property = "syr.prompts")
    PromptShares prompts = new PromptShares();

    /**
     * The random changes to training images: of {@code flip}, {@code rotation}, {@code scale}, {@code crop},
     * {@code brightness}, {@code contrast}, {@code colour}, {@code blur}, {@code jpeg} and {@code ground} those to
     * make, {@code all}, or {@code none}; the recipe's by default. Type: words; separated by commas. Example:
     * {@code <augmentation>flip,crop,brightness</augmentation>}.
     */
    @Parameter(property = "syr.augmentation")
    Augmentations augmentation = new Augmentations();

    /**
     * The rule by which gradients become steps: {@code adam}, or {@code adamw}, with weight decay; the recipe's by
     * default. Type: text. Example: {@code <optimizer>adamw</optimizer>}.
     */
    @Parameter(property = "syr.optimizer")
    OptimizerChoice optimizer = new OptimizerChoice();

    /**
     * AdamW's weight decay; 0.01 by default, as PyTorch's. Type: number; 0 to 1. Example:
     * {@code <weightDecay>0.1</weightDecay>}.
     */
    @Parameter(property = "syr.weightDecay")
    Double weightDecay;

    /**
     * How the learning rates go over all steps: {@code constant}, or {@code cosine}, down to 0 at the last of the
     * epochs; the recipe's by default. Type: text. Example: {@code <schedule>cosine</schedule>}.
     */
    @Parameter(property = "syr.schedule")
    ScheduleChoice schedule = new ScheduleChoice();

    /**
     * Steps in which the learning rates rise from 0; the recipe's by default. Type: whole number; steps, at least 0.
     * Example: {@code <warmUpSteps>50</warmUpSteps>}.
     */
    @Parameter(property = "syr.warmUpSteps")
    Integer warmUpSteps;

    /**
     * The norm over all gradients of a step to which larger ones are scaled down; the recipe's by default. Type:
     * number; above 0. Example: {@code <maxGradientNorm>1</maxGradientNorm>}.
     */
    @Parameter(property = "syr.maxGradientNorm")
    Double maxGradientNorm;

    /**
     * Batches whose gradients are averaged into one step: as a larger batch, in the memory of one. Type: whole number;
     * batches, at least 1. Example: {@code <accumulation>4</accumulation>}.
     */
    @Parameter(property = "syr.accumulation")
    Integer accumulation;

    /**
     * Decay of an exponential moving average of the weights, which is then judged and packaged in their place; the
     * recipe's by default. Type: number; above 0 and under 1. Example: {@code <emaDecay>0.99</emaDecay>}.
     */
    @Parameter(property = "syr.emaDecay")
    Double emaDecay;

    /**
     * Which epoch's weights are packaged: {@code best} by validation Dice, or {@code last}. The recipe's by default;
     * {@code best} where patience is given. Type: text. Example: {@code <epochChoice>best</epochChoice>}.
     */
    @Parameter(property = "syr.epochChoice")
    EpochChoice epochChoice = new EpochChoice();

    /**
     * What the image encoder's matrix products are computed with in training: {@code float32}, or {@code bfloat16},
     * which takes less time and memory where the processor, or the GPU, has instructions for it. Evaluations and gates
     * are float32. Type: text. Example: {@code <precision>bfloat16</precision>}.
     */
    @Parameter(property = "syr.precision")
    PrecisionChoice precision = new PrecisionChoice();

    /**
     * Epochs without a better validation Dice after which a rank's training ends; 0 never ends it early, which is the
     * default with a cosine schedule and where the last epoch is kept. Type: whole number; epochs, at least 0. Example:
     * {@code <patience>5</patience>}.
     */
    @Parameter(property = "syr.patience")
    Integer patience;

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
     * Divides the images of training and validation into so many parts; each is judged by a training on the others, and
     * the packaged adapter is then trained on all, for as many epochs as were best. For small data sets; a rank takes
     * that many times as long. By default the validation split judges. Type: whole number; at least 2, and at most the
     * images to train on and to validate. Example: {@code <folds>5</folds>}.
     */
    @Parameter(property = "syr.folds")
    Integer folds;

    /**
     * An adapter that every training starts from, of the same base, targets and rank: an {@code adapter.safetensors}, a
     * jar with a packaged adapter, or Maven coordinates of one; fresh by default. Type: text. Example:
     * {@code <initialAdapter>com.example:ring-adapter:1.0.0</initialAdapter>}.
     */
    @Parameter(property = "syr.initialAdapter")
    String initialAdapter;

    /** @throws SyrException if a parameter is invalid */
    final Request.Training training() {
        Tuning tuning = tuning();
        return new Request.Training(
                ranks.value(),
                real(alpha),
                blocks.optionalValue(),
                whole(epochs),
                batchSize,
                real(learningRate),
                patience != null ? patience : patience(tuning.optimization()),
                jitter,
                whole(lossSize),
                seed,
                tuning,
                whole(folds));
    }

    /** The rates of a cosine fall to the last epoch, which is to be among those that are judged. */
    private static int patience(Tuning.Optimization how) {
        return how.schedule() == Tuning.Schedule.COSINE || how.epochChoice() == Tuning.EpochChoice.LAST ? 0 : PATIENCE;
    }

    private Tuning tuning() {
        Tuning base = Tuning.of(recipe.value());
        return new Tuning(
                base.recipe(),
                targets.optionalValue().orElse(base.targets()),
                decoder.optionalValue().orElse(base.decoder()),
                whole(decoderRank),
                real(decoderLearningRate),
                optimization(base.optimization()),
                loss(base.loss()),
                prompts.optionalValue().orElse(base.prompts()),
                augmentation.optionalValue().orElse(base.augmentation()));
    }

    private Tuning.Loss loss(Tuning.Loss base) {
        return new Tuning.Loss(
                loss.optionalValue().orElse(base.kind()),
                boundaryWeight != null ? boundaryWeight : base.boundaryWeight(),
                holeWeight != null ? holeWeight : base.holeWeight());
    }

    private Tuning.Optimization optimization(Tuning.Optimization base) {
        Tuning.Optimizer rule = optimizer.optionalValue().orElse(base.optimizer());
        boolean endsEarly = patience != null && patience > 0;
        double decay = rule == Tuning.Optimizer.ADAMW ? WEIGHT_DECAY : 0;
        return new Tuning.Optimization(
                rule,
                weightDecay != null ? weightDecay : decay,
                schedule.optionalValue().orElse(base.schedule()),
                warmUpSteps != null ? warmUpSteps : base.warmUpSteps(),
                maxGradientNorm != null ? real(maxGradientNorm) : base.maxGradientNorm(),
                accumulation != null ? accumulation : base.accumulation(),
                emaDecay != null ? real(emaDecay) : base.emaDecay(),
                epochChoice.optionalValue().orElse(endsEarly ? Tuning.EpochChoice.BEST : base.epochChoice()),
                precision.optionalValue().orElse(base.precision()));
    }

    /** A number that need not be there. */
    static OptionalDouble real(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalInt whole(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
