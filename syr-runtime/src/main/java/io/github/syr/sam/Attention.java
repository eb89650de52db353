package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Multi-head attention with decomposed relative positions (Li et al. 2021, arXiv:2112.01526), over a square grid of
 * tokens: the whole image or one window. {@code image_encoder.blocks.N.attn}.
 */
final class Attention {

    private static final List<String> PARTS = List.of("q", "k", "v");

    private final Linear qkv;
    private final Linear proj;
    private final int heads;
    private final NDArray scale; // of the queries: 1 / sqrt(c)
    private final NDArray relativeH; // S x c x S: for a query's row, the embedding of the distance to each key's row
    private final NDArray relativeW; // S x c x S
    private final String name;
    private final LoraLayers lora;

    /**
     * @param heads number of heads
     * @param size S, the grid's side
     */
    Attention(Weights weights, int heads, int size) {
        qkv = new Linear(weights.at("qkv"));
        proj = new Linear(weights.at("proj"));
        this.heads = heads;
        name = weights.name() + ".qkv.";
        lora = weights.lora();
        Shape part = new Shape(qkv.width() / 3, qkv.width() / 3);
        PARTS.forEach(each -> lora.register(name + each, part));
        NDArray tableH = weights.get("rel_pos_h"); // 2S - 1 x c
        NDArray tableW = weights.get("rel_pos_w");
        scale = OwnMemory.of(weights.manager(), Math.pow(tableH.getShape().get(1), -.5));
        relativeH = relative(tableH, size);
        relativeW = relative(tableW, size);
    }

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
            NDArray result = gathered.duplicate(); // S x c x S
            result.attach(owner);
            return result;
        }
    }

    /** B x S x S x C → B x S x S x C. */
    NDArray forward(NDArray x) {
        return scoped(x, this::attend);
    }

    private NDArray attend(NDArray x) {
        long b = x.getShape().get(0);
        long s = x.getShape().get(1);
        long channels = x.getShape().get(3);
        NDList parts = qkv.forward(x).split(3, 3);
        NDArray q = lora.adapted(name + "q", parts.get(0), x); // B x S x S x C
        NDArray k = lora.adapted(name + "k", parts.get(1), x);
        NDArray v = lora.adapted(name + "v", parts.get(2), x);
        q = separateHeads(q); // B·heads x SS x c
        k = separateHeads(k);
        v = separateHeads(v);

        NDArray bias = relativePositions(q, s); // B·heads x SS x SS
        NDArray scores = q.mul(scale).matMul(k.transpose(0, 2, 1));
        scores.addi(bias);
        bias.close();
        NDArray attention = scores.softmax(-1);
        scores.close(); // the largest arrays of all: gone as soon as they can be
        NDArray out = attention.matMul(v); // B·heads x SS x c
        attention.close();
        return proj.forward(out.reshape(b, heads, s, s, channels / heads)
                .transpose(0, 2, 3, 1, 4)
                .reshape(b, s, s, channels));
    }

    /** B x S x S x C → B·heads x SS x c. */
    private NDArray separateHeads(NDArray x) {
        long b = x.getShape().get(0);
        long s = x.getShape().get(1);
        long c = x.getShape().get(3) / heads;
        return x.reshape(b, s * s, heads, c).transpose(0, 2, 1, 3).reshape(b * heads, s * s, c);
    }

    /** What the relative positions add to the scores: B·heads x SS x SS. */
    private NDArray relativePositions(NDArray q, long s) {
        long n = q.getShape().get(0);
        NDArray grid = q.reshape(n, s, s, q.getShape().get(2)); // N x S x S x c
        NDArray h = grid.matMul(relativeH); // N x S (row) x S x S (key's row)
        NDArray w = grid.transpose(0, 2, 1, 3).matMul(relativeW).transpose(0, 2, 1, 3); // N x S x S x S (key's column)
        return h.expandDims(4).add(w.expandDims(3)).reshape(n, s * s, s * s);
    }
}
