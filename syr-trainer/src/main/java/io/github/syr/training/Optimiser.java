package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.message.Request;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the steps of a training: LoRA pairs and, where it is trained, the mask decoder, each at its own rate. */
final class Optimiser {

    private final Sam sam;
    private final LoraWeights lora;
    private final Optional<DecoderWeights> decoder;
    private final Adam loraAdam;
    private final Optional<Adam> decoderAdam;
    private final LearningRates rates;
    private final Request.Tuning tuning;
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
        this.tuning = parameters.tuning();
        this.rates = new LearningRates(tuning.schedule(), tuning.warmUpSteps(), steps);
        loraAdam = new Adam(owner, lora.arrays(), TrainingDefaults.learningRate(parameters, sam.config()));
        decoderAdam = decoder.map(weights ->
                new Adam(owner, weights.arrays(), TrainingDefaults.decoderLearningRate(tuning, sam.config())));
    }

    /** Makes gradients start from nothing. */
    void clearGradients() {
        lora.clearGradients(sam.imageEncoder());
        decoder.ifPresent(DecoderWeights::clearGradients);
    }

    /** Moves all parameters along the gradients that were collected. */
    void step() {
        List<NDArray> loraGradients = lora.gradients();
        List<NDArray> decoderGradients = decoder.map(DecoderWeights::gradients).orElse(List.of());
        if (tuning.maxGradientNorm().isPresent()) {
            List<NDArray> all = new ArrayList<>(loraGradients);
            all.addAll(decoderGradients);
            GradientNorm.clip(all, tuning.maxGradientNorm().getAsDouble());
        }
        double factor = rates.factor(step++);
        move(loraAdam, lora.plainViews(), loraGradients, factor);
        decoderAdam.ifPresent(adam -> move(adam, decoder.orElseThrow().plainViews(), decoderGradients, factor));
    }

    private static void move(Adam adam, List<NDArray> parameters, List<NDArray> gradients, double factor) {
        try {
            adam.step(parameters, gradients, factor);
        } finally {
            parameters.forEach(NDArray::close);
        }
    }
}
