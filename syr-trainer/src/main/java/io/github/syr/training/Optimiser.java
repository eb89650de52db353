package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the steps of a training: LoRA pairs and, where it is trained, the mask decoder, each at its own rate. */
final class Optimiser {

    private final Sam sam;
    private final LoraWeights lora;
    private final Optional<DecoderWeights> decoder;
    private final Adam loraAdam;
    private final Optional<Adam> decoderAdam;
    private final LearningRates rates;
    private final Tuning.Optimization how;
    private final Optional<WeightAverage> average;
    private long step;

    /**
     * @param owner of Adam's moments
     * @param steps of the whole training, if it does not end early
     */
    Optimiser(
            NDManager owner,
            Sam sam,
            LoraWeights lora,
            Optional<DecoderWeights> decoder,
            Request.Training parameters,
            long steps) {
        this.sam = sam;
        this.lora = lora;
        this.decoder = decoder;
        this.how = parameters.tuning().optimization();
        this.rates = new LearningRates(how.schedule(), how.warmUpSteps(), steps);
        loraAdam = new Adam(
                owner, lora.arrays(), TrainingDefaults.learningRate(parameters, sam.config()), how.weightDecay());
        decoderAdam = decoder.map(weights -> new Adam(
                owner,
                weights.arrays(),
                TrainingDefaults.decoderLearningRate(parameters.tuning(), sam.config()),
                how.weightDecay()));
        average = how.emaDecay().isPresent()
                ? Optional.of(new WeightAverage(
                        owner, plainViews(lora, decoder), how.emaDecay().getAsDouble()))
                : Optional.empty();
    }

    /** Makes gradients start from nothing. */
    void clearGradients() {
        lora.clearGradients(sam.imageEncoder());
        decoder.ifPresent(DecoderWeights::clearGradients);
    }

    /**
     * Moves all parameters along the gradients that were collected.
     *
     * @param when for the message
     * @throws SyrException if a gradient is not finite
     */
    void step(String when) {
        List<NDArray> loraGradients = lora.gradients();
        List<NDArray> decoderGradients = decoder.map(DecoderWeights::gradients).orElse(List.of());
        double loraNorm = GradientNorm.of(loraGradients);
        double decoderNorm = GradientNorm.of(decoderGradients);
        requireFinite(when, "LoRA's", loraNorm, "learningRate");
        requireFinite(when, "the mask decoder's", decoderNorm, "decoderLearningRate");
        if (how.maxGradientNorm().isPresent()) {
            double norm = Math.hypot(loraNorm, decoderNorm);
            GradientNorm.bound(loraGradients, norm, how.maxGradientNorm().getAsDouble());
            GradientNorm.bound(decoderGradients, norm, how.maxGradientNorm().getAsDouble());
        }
        double factor = rates.factor(step++);
        move(loraAdam, lora.plainViews(), loraGradients, factor);
        decoderAdam.ifPresent(adam -> move(adam, decoder.orElseThrow().plainViews(), decoderGradients, factor));
        average.ifPresent(weights -> onPlainViews(weights::add));
    }

    private static void requireFinite(String when, String whose, double norm, String rate) {
        if (!Double.isFinite(norm)) {
            throw new SyrException(
                    SyrException.Kind.TRAINING_FAILED,
                    when + ": the norm of " + whose + " gradients is " + norm + ".",
                    "Try a lower " + rate + ", or <maxGradientNorm>1</maxGradientNorm>.");
        }
    }

    /** Puts the averaged weights in the place of the weights, and at the next call back; nothing without an average. */
    void exchangeAverages() {
        average.ifPresent(weights -> onPlainViews(weights::exchange));
    }

    private void onPlainViews(Consumer<List<NDArray>> action) {
        List<NDArray> views = plainViews(lora, decoder);
        try {
            action.accept(views);
        } finally {
            views.forEach(NDArray::close);
        }
    }

    private static List<NDArray> plainViews(LoraWeights lora, Optional<DecoderWeights> decoder) {
        List<NDArray> views = new ArrayList<>(lora.plainViews());
        decoder.ifPresent(weights -> views.addAll(weights.plainViews()));
        return views;
    }

    private static void move(Adam adam, List<NDArray> parameters, List<NDArray> gradients, double factor) {
        try {
            adam.step(parameters, gradients, factor);
        } finally {
            parameters.forEach(NDArray::close);
        }
    }
}
