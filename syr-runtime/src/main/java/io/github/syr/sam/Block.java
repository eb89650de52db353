package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A transformer block of the image encoder, with attention in windows or over the whole image. It is computed by
 * {@code encoder.py}, in one precision: float32, or with matrix products of bfloat16, where layer normalisation and
 * what is added up from block to block stay float32.
 *
 * <p>PyTorch's automatic differentiation takes no part: a training calls {@link #keep} instead of {@link #forward}, and
 * {@link #backward} with what it kept.
 */
public final class Block {

    private static final List<String> PARTS = List.of("q", "k", "v");

    private static final List<String> LINEAR = List.of("attn.qkv", "attn.proj", "mlp.lin1", "mlp.lin2");

    private final EncoderScript script;
    private final double eps;
    private final NDList weights = new NDList(); // in the script's order
    private final LoraLayers lora;
    private final List<String> layers = new ArrayList<>(); // those of LoRA, in the script's order
    private final NDArray none; // for layers without LoRA

    /** @param size S, the side in tokens of what attends to each other: a window, or the whole image */
    Block(Weights weights, EncoderScript script, Precision precision, int size, double eps) {
        this.script = script;
        this.eps = eps;
        lora = weights.lora();
        none = weights.manager().zeros(new Shape(0));
        for (String norm : List.of("norm1", "norm2")) {
            this.weights.add(weights.get(norm + ".weight"));
            this.weights.add(weights.get(norm + ".bias"));
        }
        for (String name : LINEAR) {
            register(weights.at(name));
            this.weights.add(in(precision, weights, name + ".weight"));
            this.weights.add(in(precision, weights, name + ".bias"));
        }
        for (String table : List.of("attn.rel_pos_h", "attn.rel_pos_w")) {
            NDArray positions = relative(weights.get(table), size);
            this.weights.add(precision == Precision.FLOAT32 ? positions : reduced(positions));
        }
    }

    /** Makes a linear layer known to LoRA; q, k and v are one each. */
    private void register(Weights linear) {
        Shape shape = linear.get("weight").getShape();
        if (linear.name().endsWith(".qkv")) {
            PARTS.forEach(
                    part -> register(linear.name() + "." + part, new Shape(shape.get(0) / PARTS.size(), shape.get(1))));
        } else {
            register(linear.name(), shape);
        }
    }

    private void register(String layer, Shape weight) {
        layers.add(layer);
        lora.register(layer, weight);
    }

    private NDArray in(Precision precision, Weights from, String name) {
        return precision == Precision.FLOAT32 ? from.get(name) : reduced(from.take(name));
    }

    /** Numbers as bfloat16; as float32 they are no longer held. */
    private NDArray reduced(NDArray numbers) {
        try (numbers) {
            return script.toBfloat16(numbers);
        }
    }

    /**
     * For a query's row, the embedding of the distance to each key's row; columns alike.
     *
     * @param table of distances, 2S - 1 x c
     * @return S x c x S
     */
    private static NDArray relative(NDArray table, int size) {
        NDManager owner = table.getManager();
        try (NDManager scope = owner.newSubManager()) {
            int[] distance = new int[size * size];
            for (int q = 0; q < size; q++) {
                for (int k = 0; k < size; k++) {
                    distance[q * size + k] = q - k + size - 1;
                }
            }
            long c = table.getShape().get(1);
            table.tempAttach(scope);
            NDArray gathered =
                    table.get(scope.create(distance)).reshape(size, size, c).transpose(0, 2, 1);
            NDArray result = gathered.duplicate();
            result.attach(owner);
            return result;
        }
    }

    /**
     * The whole block.
     *
     * @param x B x H x W x C
     * @return the same shape; no graph takes it
     */
    public NDArray forward(NDArray x) {
        return script.forward(x, weights, adapted(), eps);
    }

    /**
     * The whole block, and what its gradient needs.
     *
     * @param x B x H x W x C
     * @param all whether to keep what could be computed again, too: ten times x's numbers instead of five
     * @return the output, then what is kept; no graph takes them
     */
    public NDList keep(NDArray x, boolean all) {
        return script.keep(x, weights, adapted(), eps, all);
    }

    /**
     * The gradients of the input, and of A and B of each of {@link #loras} in their order.
     *
     * @param x as {@link #keep} took it
     * @param kept what it returned, without the output
     * @param upstream the gradient of the output
     */
    public NDList backward(NDArray x, NDList kept, NDArray upstream) {
        return script.backward(x, kept, upstream, weights, adapted(), eps);
    }

    /** What is added to this block's linear layers: q, k, v, proj, lin1, lin2; those that have some. */
    public List<Lora> loras() {
        return layers.stream().map(lora.loras()::get).filter(Objects::nonNull).toList();
    }

    private EncoderScript.Adapted adapted() {
        NDList pairs = new NDList();
        double[] scales = new double[layers.size()];
        for (int i = 0; i < scales.length; i++) {
            Lora own = lora.loras().get(layers.get(i));
            pairs.add(own == null ? none : own.a());
            pairs.add(own == null ? none : own.b());
            scales[i] = own == null ? 0 : own.factor();
        }
        return new EncoderScript.Adapted(pairs, scales);
    }
}
