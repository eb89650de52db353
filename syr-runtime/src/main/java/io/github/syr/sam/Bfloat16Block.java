package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A transformer block of the image encoder as {@link Block} is one, with matrix products of bfloat16: what they
 * multiply has 8 bits of precision, their sums have 24. Layer normalisation and what is added up from block to block
 * stay float32. For inference alone: no gradient flows through it, and LoRA is in its weights.
 */
final class Bfloat16Block {

    private static final List<String> LAYERS = List.of("attn.qkv", "attn.proj", "mlp.lin1", "mlp.lin2");

    private final EncoderScript script;
    private final NDList weights = new NDList(); // as the script's block takes them
    private final double eps;

    /** @param size the side in tokens of what attends to each other: a window, or the whole image */
    Bfloat16Block(Weights weights, EncoderScript script, int size, double eps) {
        this.script = script;
        this.eps = eps;
        for (String norm : List.of("norm1", "norm2")) {
            this.weights.add(weights.get(norm + ".weight"));
            this.weights.add(weights.get(norm + ".bias"));
        }
        for (String layer : LAYERS) {
            this.weights.add(reduced(weights, layer + ".weight"));
            this.weights.add(reduced(weights, layer + ".bias"));
        }
        for (String table : List.of("attn.rel_pos_h", "attn.rel_pos_w")) {
            try (NDArray positions = Attention.relative(weights.get(table), size)) {
                this.weights.add(script.bfloat16(positions));
            }
        }
    }

    /** The tensor as bfloat16; as float32 it is no longer held. */
    private NDArray reduced(Weights from, String name) {
        NDArray reduced = script.bfloat16(from.get(name));
        from.free(name);
        return reduced;
    }

    /** @param x B x H x W x C */
    NDArray forward(NDArray x) {
        NDList arguments = new NDList(x);
        arguments.addAll(weights);
        return script.block(arguments, eps);
    }
}
