package io.github.syr.training;

import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

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
        return of(sam, target -> {
            int block = target.block().orElse(-1);
            return training.tuning().targets().stream()
                    .filter(each -> each.kind() == target.kind() && blocks.first() <= block && block <= blocks.last())
                    .mapToInt(each -> each.rank().orElse(rank))
                    .findFirst();
        });
    }

    /** Those of the mask decoder; none where its LoRA is not trained. */
    static List<LoraSlot> ofDecoder(Sam sam, Tuning tuning, int rank) {
        boolean trained = tuning.decoder() == Tuning.DecoderTraining.LORA;
        return of(
                sam,
                target -> trained && target.kind() == LoraTarget.Kind.DECODER
                        ? OptionalInt.of(tuning.decoderRank().orElse(rank))
                        : OptionalInt.empty());
    }

    /** @param rank of a layer's pair; none where it is not adapted */
    static List<LoraSlot> of(Sam sam, Function<LoraTarget, OptionalInt> rank) {
        List<LoraSlot> slots = new ArrayList<>();
        sam.linearLayers().forEach((layer, weight) -> {
            if (LoraTarget.isKnown(layer)) {
                LoraTarget target = new LoraTarget(layer);
                rank.apply(target).ifPresent(own -> slots.add(of(target, weight, own)));
            }
        });
        slots.sort(Comparator.comparing(LoraSlot::target));
        return slots;
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
}
