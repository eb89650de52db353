package io.github.syr.training;

import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.LoraTarget;
import java.util.ArrayList;
import java.util.List;

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
}
