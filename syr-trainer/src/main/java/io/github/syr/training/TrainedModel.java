package io.github.syr.training;

import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.evaluation.Scorer;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model while it is trained: LoRA on the image encoder; the mask decoder as it is, with LoRA, or in tensors of its
 * own. Closing takes LoRA away from the model and closes the arrays.
 */
final class TrainedModel implements AutoCloseable {

    private final Sam sam;
    private final Request.Training parameters;
    private final NDManager manager;
    private final LoraWeights encoderLora;
    private final Optional<LoraWeights> decoderLora;
    private final Optional<DecoderWeights> decoder;

    /**
     * @param initial where the training starts; fresh unless given
     * @param rank of LoRA, where a target has none of its own
     */
    TrainedModel(Sam sam, Request.Training parameters, Optional<Adapter> initial, int rank) {
        this.sam = sam;
        this.parameters = parameters;
        Tuning tuning = parameters.tuning();
        List<LoraSlot> encoderSlots = LoraSlot.ofEncoder(sam, parameters, rank);
        List<LoraSlot> decoderSlots = LoraSlot.ofDecoder(sam, tuning, rank);
        initial.ifPresent(adapter -> InitialPairs.require(adapter, encoderSlots, decoderSlots, tuning));
        manager = sam.manager().newSubManager();
        encoderLora = lora(encoderSlots, initial);
        decoderLora = decoderSlots.isEmpty() ? Optional.empty() : Optional.of(lora(decoderSlots, initial));
        decoderLora.ifPresent(weights -> weights.attachTo(sam));
        decoder = tuning.decoder() == Tuning.DecoderTraining.FULL
                ? Optional.of(new DecoderWeights(
                        manager,
                        sam,
                        tuning.clicks(),
                        initial.map(Adapter::replaced).orElse(Map.of())))
                : Optional.empty();
    }

    private LoraWeights lora(List<LoraSlot> slots, Optional<Adapter> initial) {
        Adapter start = initial.map(adapter -> InitialPairs.of(adapter, slots))
                .orElseGet(() -> LoraWeights.fresh(slots, parameters.alpha(), parameters.seed()));
        return new LoraWeights(manager, start);
    }

    /** What computes losses and gradients. */
    LoraGradient gradient() {
        return new LoraGradient(sam, encoderLora, decoder, parameters.tuning().loss());
    }

    /** @param steps of the whole training */
    Optimiser optimiser(long steps) {
        List<Optimiser.Group> groups = new ArrayList<>();
        groups.add(new Optimiser.Group(
                "LoRA on the image encoder",
                encoderLora,
                TrainingDefaults.learningRate(parameters, sam.config()),
                "learningRate"));
        double rate = TrainingDefaults.decoderLearningRate(parameters, sam.config());
        decoderLora.ifPresent(weights ->
                groups.add(new Optimiser.Group("LoRA on the mask decoder", weights, rate, "decoderLearningRate")));
        decoder.ifPresent(
                weights -> groups.add(new Optimiser.Group("the mask decoder", weights, rate, "decoderLearningRate")));
        return new Optimiser(manager, groups, parameters.tuning().optimization(), steps);
    }

    /** What judges it as it is now. */
    Scorer scorer() {
        return decoder.map(weights -> new Scorer(sam, weights::decoder)).orElseGet(() -> new Scorer(sam));
    }

    /** Whether the last epoch is the one that is kept. */
    boolean keepsLast() {
        return parameters.tuning().optimization().keepsLast();
    }

    /** Whether LoRA on the encoder still changes nothing. */
    boolean learnedNothing() {
        return encoderLora.toAdapter().learnedNothing();
    }

    /** As it is now. */
    Adapter adapter() {
        List<Adapter.Pair> pairs = new ArrayList<>(encoderLora.toAdapter().pairs());
        decoderLora.ifPresent(weights -> pairs.addAll(weights.toAdapter().pairs()));
        return new Adapter(
                Optional.empty(), pairs, decoder.map(DecoderWeights::toReplaced).orElse(Map.of()));
    }

    @Override
    public void close() {
        sam.clearLora();
        manager.close();
    }
}
