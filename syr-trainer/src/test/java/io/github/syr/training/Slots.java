package io.github.syr.training;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.testing.FormulaWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers to adapt. */
final class Slots {

    private Slots() {}

    /** q and v of blocks, in an encoder of a width. */
    static List<LoraSlot> qAndV(Blocks blocks, int width, int rank) {
        List<LoraSlot> slots = new ArrayList<>();
        for (int block = blocks.first(); block <= blocks.last(); block++) {
            for (String part : List.of("q", "v")) {
                slots.add(new LoraSlot(LoraTarget.qkv(block, part), width, width, rank));
            }
        }
        return slots;
    }

    /** The goldens' pairs on the encoder's layers or on the decoder's. */
    static Adapter formula(List<LoraSlot> slots, int rank, boolean ofDecoder) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (LoraSlot slot : slots) {
            String layer = slot.target().layer();
            if (ofDecoder == (slot.target().kind() == LoraTarget.Kind.DECODER)) {
                pairs.add(new Adapter.Pair(
                        slot.target(),
                        rank,
                        rank,
                        FormulaWeights.scaled(
                                layer + ".lora_A", rank * slot.inputs(), (float) (1 / Math.sqrt(slot.inputs()))),
                        FormulaWeights.scaled(layer + ".lora_B", rank * slot.outputs(), 0.05f)));
            }
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }
}
