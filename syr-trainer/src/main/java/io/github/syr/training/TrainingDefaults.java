package io.github.syr.training;

import io.github.syr.adapter.Blocks;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;

/**
 * What a training takes where its user says nothing.
 *
 * @param leastEpochs epochs of a large data set
 * @param steps as many as a small data set's epochs have to come to: of 8 images, 12 epochs stop a training of the tiny
 *     checkpoint while it improves
 * @param learningRate Adam's
 * @param decoderLearningRate Adam's for the mask decoder: the tiny checkpoint's was chosen on the example; ViT's is the
 *     one that micro-sam publishes
 */
record TrainingDefaults(int leastEpochs, int steps, double learningRate, double decoderLearningRate) {

    private static final int MOST_EPOCHS = 200;

    /**
     * The tiny checkpoint's were chosen on the example's validation images; ViT's learning rates are the predecessor's
     * for LoRA and micro-sam's for the decoder.
     */
    static TrainingDefaults of(int embedDim, Tuning.Recipe recipe) {
        if (!SamConfig.isSmall(embedDim)) {
            return new TrainingDefaults(50, 400, 1e-4, 1e-5);
        }
        return switch (recipe) {
            case STANDARD -> new TrainingDefaults(12, 2160, 2e-3, 1e-3);
            case PREDECESSOR -> new TrainingDefaults(12, 480, 2e-3, 1e-3);
        };
    }

    private static TrainingDefaults of(Request.Training training, SamConfig config) {
        return of(config.embedDim(), training.tuning().recipe());
    }

    static int epochs(Request.Training training, SamConfig config, int images) {
        return training.epochs()
                .orElseGet(() -> of(training, config)
                        .epochs(
                                images,
                                training.batchSize()
                                        * training.tuning().optimization().accumulation()));
    }

    /** The maximum number of epochs for so many training images. */
    int epochs(int images, int imagesPerStep) {
        int stepsPerEpoch = (images + imagesPerStep - 1) / imagesPerStep;
        return Math.min(MOST_EPOCHS, Math.max(leastEpochs, (steps + stepsPerEpoch - 1) / stepsPerEpoch));
    }

    static double learningRate(Request.Training training, SamConfig config) {
        return training.learningRate().orElse(of(training, config).learningRate());
    }

    /** LoRA on the decoder starts from nothing, as LoRA on the encoder does, and takes its rate. */
    static double decoderLearningRate(Request.Training training, SamConfig config) {
        TrainingDefaults defaults = of(training, config);
        return training.tuning()
                .decoderLearningRate()
                .orElse(
                        training.tuning().decoder() == Tuning.DecoderTraining.LORA
                                ? learningRate(training, config)
                                : defaults.decoderLearningRate());
    }

    static Blocks blocks(Request.Training training, SamConfig config) {
        Blocks blocks = training.blocks().orElse(new Blocks(0, config.depth() - 1));
        if (blocks.last() >= config.depth()) {
            throw SyrException.badRequest(
                    "blocks " + blocks.first() + "-" + blocks.last() + " is invalid: the checkpoint's encoder has "
                            + config.depth() + " blocks.",
                    "Name blocks from 0 to " + (config.depth() - 1) + ".");
        }
        return blocks;
    }

    static void requireRank(int rank, SamConfig config) {
        if (rank > config.embedDim()) {
            throw SyrException.badRequest(
                    "rank " + rank + " is invalid: the checkpoint's encoder is " + config.embedDim() + " wide.",
                    "A rank must be at least 1 and at most the encoder's width.");
        }
    }
}
