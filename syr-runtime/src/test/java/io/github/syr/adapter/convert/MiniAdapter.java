package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The mini model of the reference files, and adapters for it. */
final class MiniAdapter {

    private MiniAdapter() {}

    static SamCheckpoint base() {
        return SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
    }

    /** q and v of all blocks, rank 3, scale 1: what the predecessor's layout holds. */
    static Adapter ofQueriesAndValues(SamCheckpoint base) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int block = 0; block < 4; block++) {
            pairs.add(pair(base, LoraTarget.qkv(block, "q"), 3, 3));
            pairs.add(pair(base, LoraTarget.qkv(block, "v"), 3, 3));
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }

    /** Layers of every kind, with ranks and scales of their own. */
    static Adapter ofEveryKind(SamCheckpoint base) {
        return new Adapter(
                Optional.empty(),
                List.of(
                        pair(base, LoraTarget.qkv(0, "q"), 2, 4),
                        pair(base, LoraTarget.qkv(0, "k"), 3, 1),
                        pair(base, LoraTarget.qkv(0, "v"), 2, 4),
                        pair(base, LoraTarget.qkv(2, "v"), 4, 2.5),
                        pair(base, new LoraTarget("image_encoder.blocks.0.attn.proj"), 2, 3),
                        pair(base, new LoraTarget("image_encoder.blocks.1.mlp.lin1"), 3, 6),
                        pair(base, new LoraTarget("image_encoder.blocks.1.mlp.lin2"), 3, 6),
                        pair(base, new LoraTarget("mask_decoder.transformer.layers.1.self_attn.out_proj"), 2, 2),
                        pair(base, new LoraTarget("mask_decoder.transformer.final_attn_token_to_image.q_proj"), 2, 2)),
                Map.of());
    }

    /** The same q and v, and some tensors of the mask decoder in other numbers. */
    static Adapter ofADecoder(SamCheckpoint base) {
        List<String> trained = List.of(
                "mask_decoder.iou_token.weight",
                "mask_decoder.transformer.layers.0.norm1.bias",
                "mask_decoder.output_hypernetworks_mlps.0.layers.2.weight");
        Map<String, float[]> replaced = new TreeMap<>();
        trained.forEach(name -> replaced.put(name, FormulaWeights.uniform("replaced " + name, (int)
                base.tensors().get(name).elements())));
        return new Adapter(Optional.empty(), ofQueriesAndValues(base).pairs(), replaced);
    }

    private static Adapter.Pair pair(SamCheckpoint base, LoraTarget target, int rank, double alpha) {
        long[] shape = base.tensors().get(target.tensor()).shape();
        int outputs = (int) shape[0] / (target.third() < 0 ? 1 : 3);
        return new Adapter.Pair(
                target,
                rank,
                alpha,
                FormulaWeights.scaled(target.layer() + " A", rank * (int) shape[1], 0.1f),
                FormulaWeights.scaled(target.layer() + " B", outputs * rank, 0.5f));
    }
}
