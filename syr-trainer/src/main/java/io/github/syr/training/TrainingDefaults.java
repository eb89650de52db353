package io.github.syr.training;

import io.github.syr.adapter.Blocks;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;

/**
 * What a training takes where its user says nothing.
 *
 * @param epochs the most
 * @param learningRate Adam's
 */
record TrainingDefaults(int epochs, double learningRate) {

    /** Narrower encoders than this are toys like the tiny checkpoint; the narrowest of Meta's is ViT-B with 768. */
    private static final int NARROW = 384;

    /** Chosen on the example's validation images (tiny), and the predecessor's (ViT). */
    static TrainingDefaults of(SamConfig config) {
        return config.embedDim() < NARROW ? new TrainingDefaults(12, 2e-3) : new TrainingDefaults(50, 1e-4);
    }

    static int epochs(Request.Training training, SamConfig config) {
        return training.epochs().orElse(of(config).epochs());
    }

    static double learningRate(Request.Training training, SamConfig config) {
        return training.learningRate().orElse(of(config).learningRate());
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
