package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A transformer block of the image encoder, with attention in windows or over the whole image.
 *
 * <p>{@link #forward} is {@link #project}, {@link #attend}, {@link #complete}. A training calls them one by one:
 * gradients flow through the first and the last; attention has its own, {@link #attentionGradient}.
 */
public final class Block {

    private final LayerNorm norm1;
    private final Attention attn;
    private final LayerNorm norm2;
    private final MlpBlock mlp;

    /** @param size the side in tokens of what attends to each other: a window, or the whole image */
    Block(Weights weights, EncoderScript script, int size, double eps) {
        norm1 = new LayerNorm(weights.at("norm1"), eps);
        attn = new Attention(weights.at("attn"), script, size);
        norm2 = new LayerNorm(weights.at("norm2"), eps);
        mlp = MlpBlock.gelu(weights.at("mlp"));
    }

    /**
     * The whole block; no gradient flows through it.
     *
     * @param x B x H x W x C
     * @return the same shape
     */
    public NDArray forward(NDArray x) {
        return scoped(x, y -> complete(y, attend(project(y))));
    }

    /**
     * Queries, keys and values of the normalised tokens.
     *
     * @param x B x H x W x C
     * @return q, k, v, the same shape each
     */
    public NDList project(NDArray x) {
        try (NDArray normalised = norm1.forward(x)) {
            return attn.project(normalised);
        }
    }

    /**
     * Attention, before its output layer. No gradient flows through it.
     *
     * @param qkv see {@link #project}
     * @return B x H x W x C
     */
    public NDArray attend(NDList qkv) {
        return attn.attend(qkv);
    }

    /**
     * The gradients of queries, keys and values.
     *
     * @param attended what {@link #attend} gave for them
     * @param upstream its gradient
     * @return of q, k, v
     */
    public NDList attentionGradient(NDList qkv, NDArray attended, NDArray upstream) {
        return attn.gradient(qkv, attended, upstream);
    }

    /**
     * What follows attention: its output layer, both sums, and the MLP.
     *
     * @param x the block's input
     * @param attended see {@link #attend}
     * @return the block's output, B x H x W x C
     */
    public NDArray complete(NDArray x, NDArray attended) {
        return scoped(x, y -> {
            NDArray sum;
            try (NDArray output = attn.output(attended)) {
                sum = y.add(output);
            }
            return sum.add(mlp.forward(norm2.forward(sum)));
        });
    }
}
