package io.github.syr.training;

import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer to be adapted.
 *
 * @param inputs of the layer
 * @param outputs of the layer
 * @param rank of the pair, at most the smaller of both
 */
record LoraSlot(LoraTarget target, int inputs, int outputs, int rank) {

    /** Those of the image encoder that a training adapts, in order. */
    static List<LoraSlot> ofEncoder(Sam sam, Request.Training training, int rank) {
        Blocks blocks = TrainingDefaults.blocks(training, sam.config());
        List<LoraSlot> slots = new ArrayList<>();
        for (Map.Entry<String, Shape> layer : sam.linearLayers().entrySet()) {
            if (!LoraTarget.isKnown(layer.getKey())) {
                continue;
            }
            LoraTarget target = new LoraTarget(layer.getKey());
            int block = target.block().orElse(-1);
            training.tuning().targets().stream()
                    .filter(each -> each.kind() == target.kind() && blocks.first() <= block && block <= blocks.last())
                    .forEach(each ->
                            slots.add(of(target, layer.getValue(), each.rank().orElse(rank))));
        }
        return sorted(slots);
    }

    /** Those of the mask decoder; none where its LoRA is not trained. */
    static List<LoraSlot> ofDecoder(Sam sam, Tuning tuning, int rank) {
        if (tuning.decoder() != Tuning.DecoderTraining.LORA) {
            return List.of();
        }
        List<LoraSlot> slots = new ArrayList<>();
        for (Map.Entry<String, Shape> layer : sam.linearLayers().entrySet()) {
            if (LoraTarget.isKnown(layer.getKey())) {
                LoraTarget target = new LoraTarget(layer.getKey());
                if (target.kind() == LoraTarget.Kind.DECODER) {
                    slots.add(of(target, layer.getValue(), tuning.decoderRank().orElse(rank)));
                }
            }
        }
        return sorted(slots);
    }

    private static LoraSlot of(LoraTarget target, Shape weight, int rank) {
        int outputs = (int) weight.get(0);
        int inputs = (int) weight.get(1);
        int most = Math.min(inputs, outputs);
        if (target.kind() != LoraTarget.Kind.DECODER && rank > most) {
            throw SyrException.badRequest(
                    "rank " + rank + " of the target " + target.kind().word() + " is invalid: " + target.layer()
                            + " is " + most + " wide.",
                    "A rank must be at least 1 and at most that width.");
        }
        // the decoder's layers are of several widths, and narrower than the encoder: they take what they can
        return new LoraSlot(target, inputs, outputs, Math.min(rank, most));
    }

    private static List<LoraSlot> sorted(List<LoraSlot> slots) {
        return slots.stream().sorted((a, b) -> a.target().compareTo(b.target())).toList();
    }
}
