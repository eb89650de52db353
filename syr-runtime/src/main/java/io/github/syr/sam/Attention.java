package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Multi-head attention with decomposed relative positions (Li et al. 2021, arXiv:2112.01526), over the whole image or
 * in windows. {@code image_encoder.blocks.N.attn}.
 */
final class Attention {

    private static final List<String> PARTS = List.of("q", "k", "v");

    private final List<Linear> qkv;
    private final NDArray bias; // of q, k and v
    private final Linear proj;
    private final EncoderScript script;
    private final NDArray relativeH; // S x c x S: for a query's row, the embedding of the distance to each key's row
    private final NDArray relativeW; // S x c x S

    /** @param size S, the side of a window in tokens, or the image's */
    Attention(Weights weights, EncoderScript script, int size) {
        qkv = Linear.parts(weights.at("qkv"), PARTS);
        bias = weights.at("qkv").get("bias");
        proj = new Linear(weights.at("proj"));
        this.script = script;
        relativeH = relative(weights.get("rel_pos_h"), size); // of 2S - 1 x c
        relativeW = relative(weights.get("rel_pos_w"), size);
    }

    /**
     * The embeddings of distances between the rows, or columns, of an image's or a window's tokens.
     *
     * @param table of distances, 2S - 1 x c
     * @return S x c x S; for a query's row, the embedding of the distance to each key's row
     */
    static NDArray relative(NDArray table, int size) {
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
            NDArray result = gathered.duplicate(); // S x c x S
            result.attach(owner);
            return result;
        }
    }

    /** Queries, keys and values of an image's tokens, q, k, v: B x H x W x C each. */
    NDList project(NDArray x) {
        return new NDList(qkv.stream().map(part -> part.forward(x)).toList());
    }

    /**
     * What attention gives for queries, keys and values, before its output layer: B x H x W x C. No gradient flows
     * through it, see {@link #gradient}.
     */
    NDArray attend(NDList qkvOfTokens) {
        return script.attend(arguments(qkvOfTokens));
    }

    /**
     * The gradients of queries, keys and values.
     *
     * @param attended what {@link #attend} gave for them
     * @param upstream its gradient
     */
    NDList gradient(NDList qkvOfTokens, NDArray attended, NDArray upstream) {
        NDList arguments = arguments(qkvOfTokens);
        arguments.add(attended);
        arguments.add(upstream);
        return script.attendGradient(arguments);
    }

    private NDList arguments(NDList qkvOfTokens) {
        NDList arguments = new NDList(qkvOfTokens);
        arguments.add(bias);
        arguments.add(relativeH);
        arguments.add(relativeW);
        return arguments;
    }

    /** The output layer: B x H x W x C → B x H x W x C. */
    NDArray output(NDArray attended) {
        return proj.forward(attended);
    }
}
