package io.github.syr.message;

import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is trained, by what prompts and on what variants of the images, and how steps are taken.
 *
 * @param recipe where what the user doesn't say comes from; decides the default number of epochs
 * @param targets the encoder's layers that LoRA is added to; at least one
 * @param decoder whether the mask decoder is trained
 * @param decoderRank of LoRA on the decoder; that of the training unless given
 * @param decoderLearningRate the decoder's; by checkpoint unless given
 * @param optimization how steps are taken
 * @param loss what is minimised
 * @param prompts what objects are prompted by
 * @param augmentation the kinds of random changes to training images, in the order of {@link Augmentation}
 */
public record Tuning(
        Recipe recipe,
        List<Target> targets,
        DecoderTraining decoder,
        OptionalInt decoderRank,
        OptionalDouble decoderLearningRate,
        Optimization optimization,
        Loss loss,
        List<PromptShare> prompts,
        List<Augmentation> augmentation) {

    private static final List<Target> Q_AND_V = List.of(
            new Target(LoraTarget.Kind.Q, OptionalInt.empty()), new Target(LoraTarget.Kind.V, OptionalInt.empty()));

    private static final List<PromptShare> BOXES = List.of(new PromptShare(PromptKind.BOX, 1));

    /** LoRA alone, at a constant rate. */
    public static final Tuning PREDECESSOR = of(Recipe.PREDECESSOR);

    /** @throws SyrException if a rate is out of its range or given for what is not trained, or a kind is named twice */
    public Tuning {
        Request.require(!targets.isEmpty(), "no target is named", "Name at least one, as <targets>q,v</targets>.");
        Set<LoraTarget.Kind> layers = EnumSet.noneOf(LoraTarget.Kind.class);
        for (Target target : targets) {
            Request.require(
                    target.kind() != LoraTarget.Kind.DECODER,
                    "targets names decoder",
                    "Set <decoder>lora</decoder> for LoRA on the mask decoder.");
            Request.require(
                    layers.add(target.kind()), "targets names " + target.kind().word() + " twice", "Name each once.");
        }
        targets = List.copyOf(targets);
        Request.require(
                decoder == DecoderTraining.LORA || decoderRank.isEmpty(),
                "decoderRank is given, and the decoder has no LoRA",
                "Set <decoder>lora</decoder>, or leave the rank out.");
        Request.require(
                decoderRank.orElse(1) >= 1, "decoderRank is " + decoderRank.orElse(1), "It must be at least 1.");
        Request.requirePositive("decoderLearningRate", decoderLearningRate);
        Request.require(
                decoder != DecoderTraining.FROZEN || decoderLearningRate.isEmpty(),
                "decoderLearningRate is given, and the decoder is frozen",
                "Set <decoder>full</decoder>, or leave the rate out.");
        Request.require(!prompts.isEmpty(), "no prompt is named", "Name at least one, as <prompts>box</prompts>.");
        Set<PromptKind> asked = EnumSet.noneOf(PromptKind.class);
        for (PromptShare share : prompts) {
            Request.require(
                    asked.add(share.kind()), "prompts names " + share.kind().word() + " twice", "Name each kind once.");
        }
        prompts = List.copyOf(prompts);
        Set<Augmentation> kinds = EnumSet.noneOf(Augmentation.class);
        for (Augmentation kind : augmentation) {
            Request.require(kinds.add(kind), "augmentation names " + kind.word() + " twice", "Name each kind once.");
        }
        augmentation = List.copyOf(kinds);
    }

    /** What a recipe says. */
    public static Tuning of(Recipe recipe) {
        return switch (recipe) {
            case PREDECESSOR ->
                new Tuning(
                        recipe,
                        Q_AND_V,
                        DecoderTraining.FROZEN,
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        new Optimization(
                                Optimizer.ADAM,
                                0,
                                Schedule.CONSTANT,
                                0,
                                OptionalDouble.empty(),
                                1,
                                OptionalDouble.empty(),
                                EpochChoice.BEST,
                                Precision.FLOAT32),
                        Loss.DICE_CE,
                        BOXES,
                        List.of());
            case STANDARD ->
                new Tuning(
                        recipe,
                        Q_AND_V,
                        DecoderTraining.FULL,
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        new Optimization(
                                Optimizer.ADAM,
                                0,
                                Schedule.COSINE,
                                0,
                                OptionalDouble.of(1),
                                1,
                                OptionalDouble.of(0.99),
                                EpochChoice.LAST,
                                Precision.FLOAT32),
                        Loss.DICE_CE,
                        List.of(new PromptShare(PromptKind.BOX, 3), new PromptShare(PromptKind.CLICK, 1)),
                        List.of(
                                Augmentation.FLIP,
                                Augmentation.ROTATION,
                                Augmentation.CROP,
                                Augmentation.BRIGHTNESS,
                                Augmentation.COLOUR));
        };
    }

    /** Where values come from that a user doesn't give. */
    public enum Recipe {
        /** What did best on few images: LoRA and the decoder, augmentation, a cosine schedule, clipped gradients. */
        STANDARD,
        /** As the predecessor trained: LoRA on q and v alone, Adam at a constant rate, no augmentation. */
        PREDECESSOR
    }

    /**
     * A kind of the encoder's layers.
     *
     * @param rank of the pairs; that of the training unless given
     */
    public record Target(LoraTarget.Kind kind, OptionalInt rank) {

        /** @throws SyrException if the rank is out of its range */
        public Target {
            Request.require(
                    rank.orElse(1) >= 1,
                    "the rank of the target " + kind.word() + " is " + rank.orElse(1),
                    "A rank must be at least 1.");
        }
    }

    /** What of the mask decoder is trained. */
    public enum DecoderTraining {
        FROZEN,
        /** LoRA on the projections of its attention. */
        LORA,
        /** All tensors that the prompts lead to, the IoU head among them; they replace the base's. */
        FULL
    }

    /**
     * What is minimised.
     *
     * @param boundaryWeight of the boundary term (Kervadec et al. 2019); 0 leaves it out
     * @param holeWeight how often a pixel of a hole counts in cross entropy or focal loss
     */
    public record Loss(LossKind kind, double boundaryWeight, double holeWeight) {

        /** DiceCE alone. */
        public static final Loss DICE_CE = new Loss(LossKind.DICE_CE, 0, 1);

        /** @throws SyrException if a weight is out of its range */
        public Loss {
            Request.require(
                    boundaryWeight >= 0 && boundaryWeight <= 1000,
                    "boundaryWeight is " + boundaryWeight,
                    "It must be a number from 0, which leaves the term out, to 1000.");
            Request.require(
                    holeWeight > 0 && holeWeight <= 1000,
                    "holeWeight is " + holeWeight,
                    "It must be a number above 0 and at most 1000; 1 counts holes as any background.");
        }
    }

    /** The loss of masks. */
    public enum LossKind {
        /** Dice and cross entropy, 1 : 1. */
        DICE_CE,
        /** Focal loss and Dice, 20 : 1. */
        FOCAL_DICE
    }

    /** Whether single clicks are trained, which have three masks. */
    public boolean clicks() {
        return prompts.stream().anyMatch(share -> share.kind() == PromptKind.CLICK);
    }

    /** What an object is prompted by in a training. */
    public enum PromptKind {
        /** Its box, each side moved outwards at random. */
        BOX,
        /** A click anywhere on it; the best of the three masks is trained. */
        CLICK,
        /** Two to four clicks, the first on it, the others on it or beside it. */
        CLICKS,
        /** A box, the mask that it gives, and a click where that mask is wrong. */
        CORRECTION;

        /** As a POM has it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How often a kind of prompt is drawn.
     *
     * @param weight in proportion to those of the other kinds
     */
    public record PromptShare(PromptKind kind, int weight) {

        /** @throws SyrException if the weight is out of its range */
        public PromptShare {
            Request.require(
                    weight >= 1 && weight <= 1000,
                    "the weight of the prompt " + kind.word() + " is " + weight,
                    "It must be 1 to 1000, as <prompts>box:3,click:1</prompts>.");
        }
    }

    /** A kind of random change to a training image, its masks and its boxes. */
    public enum Augmentation {
        /** Mirrored, left to right, every second time. */
        FLIP,
        /** Turned by up to 20 degrees to either side. */
        ROTATION,
        /** The object up to a third smaller; what lies outside of the image repeats its border. */
        SCALE,
        /** A view around an object, with a random margin on each side. */
        CROP,
        /** Multiplied by 0.8 to 1.15, and up to 12 of 255 levels more or less. */
        BRIGHTNESS,
        /** Distances from the mean multiplied by 0.8 to 1.2. */
        CONTRAST,
        /** Red, green and blue each multiplied by 0.92 to 1.08. */
        COLOUR,
        /** Every third time: a Gaussian of 0.3 to 1 pixels at a model input of 256, in proportion at others. */
        BLUR,
        /** Every third time: compressed as JPEG of quality 0.4 to 0.9. */
        JPEG,
        /** Every second time, where the border of the image is of nearly one colour: the ground in another colour. */
        GROUND;

        /** As a POM has it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How steps are taken.
     *
     * @param optimizer which rule
     * @param weightDecay AdamW's; 0 for Adam
     * @param schedule how the learning rates go
     * @param warmUpSteps steps in which the learning rates rise from 0
     * @param maxGradientNorm gradients are scaled down to this norm over all of them; unbounded unless given
     * @param accumulation batches whose gradients are averaged into one step
     * @param emaDecay decay of the exponential moving average of the weights, which is judged and kept in their place;
     *     no average unless given
     * @param epochChoice which epoch's weights the adapter has
     * @param precision what the encoder's matrix products are computed with
     */
    public record Optimization(
            Optimizer optimizer,
            double weightDecay,
            Schedule schedule,
            int warmUpSteps,
            OptionalDouble maxGradientNorm,
            int accumulation,
            OptionalDouble emaDecay,
            EpochChoice epochChoice,
            Precision precision) {

        /** Whether the last epoch is kept, whatever validation says. */
        public boolean keepsLast() {
            return epochChoice == EpochChoice.LAST;
        }

        /** @throws SyrException if a number is out of its range, or weight decay is given for Adam */
        public Optimization {
            Request.require(
                    weightDecay >= 0 && weightDecay <= 1,
                    "weightDecay is " + weightDecay,
                    "It must be a number from 0 to 1, as 0.01.");
            Request.require(
                    optimizer == Optimizer.ADAMW || weightDecay == 0,
                    "weightDecay is given, and the optimizer is adam",
                    "Set <optimizer>adamw</optimizer>, or leave the decay out.");
            Request.requirePositive("maxGradientNorm", maxGradientNorm);
            Request.require(warmUpSteps >= 0, "warmUpSteps is " + warmUpSteps, "It must be at least 0.");
            Request.require(accumulation >= 1, "accumulation is " + accumulation, "It must be at least 1.");
            Request.require(
                    emaDecay.isEmpty() || emaDecay.getAsDouble() > 0 && emaDecay.getAsDouble() < 1,
                    "emaDecay is " + emaDecay.orElse(0),
                    "It must be above 0 and under 1, as 0.99.");
        }
    }

    /** The rule by which gradients become steps. */
    public enum Optimizer {
        /** Adam (Kingma and Ba 2015), without weight decay. */
        ADAM,
        /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
        ADAMW
    }

    /** Which epoch's weights are kept. */
    public enum EpochChoice {
        /** The one of the best validation Dice. */
        BEST,
        /** The last, whatever validation says. */
        LAST
    }

    /** How the learning rates go over the steps of all epochs. */
    public enum Schedule {
        CONSTANT,
        /** Down to 0 along half a cosine wave. */
        COSINE
    }
}
