package io.github.syr.sam;

import ai.djl.ndarray.NDArray;

/** Multi-head attention with projections that may be narrower than the embedding. */
final class TwoWayAttention {

    private final Linear qProj;
    private final Linear kProj;
    private final Linear vProj;
    private final Linear outProj;
    private final int heads;
    private final NDArray divisor; // sqrt(c)

    TwoWayAttention(Weights weights, int heads) {
        qProj = new Linear(weights.at("q_proj"));
        kProj = new Linear(weights.at("k_proj"));
        vProj = new Linear(weights.at("v_proj"));
        outProj = new Linear(weights.at("out_proj"));
        this.heads = heads;
        divisor = OwnMemory.of(weights.manager(), Math.sqrt((double) qProj.width() / heads));
    }

    /**
     * @param q N x Q x D
     * @param k N x K x D
     * @param v N x K x D
     * @return N x Q x D
     */
    NDArray forward(NDArray q, NDArray k, NDArray v) {
        q = separateHeads(qProj.forward(q)); // N x heads x Q x c
        k = separateHeads(kProj.forward(k));
        v = separateHeads(vProj.forward(v));
        NDArray out = attention(q, k).matMul(v).transpose(0, 2, 1, 3); // N x Q x heads x c
        long n = out.getShape().get(0);
        long tokens = out.getShape().get(1);
        return outProj.forward(
                out.reshape(n, tokens, out.getShape().get(2) * out.getShape().get(3)));
    }

    /** Weights of the keys for each query: N x heads x Q x K. */
    private NDArray attention(NDArray q, NDArray k) {
        if (q.getShape().get(2) <= k.getShape().get(2)) {
            return q.matMul(k.transpose(0, 1, 3, 2)).div(divisor).softmax(-1);
        }
        // PyTorch does not vectorise softmax over a last dimension that is as short as the number of tokens.
        return k.matMul(q.transpose(0, 1, 3, 2)).div(divisor).softmax(2).transpose(0, 1, 3, 2);
    }

    private NDArray separateHeads(NDArray x) {
        long n = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        return x.reshape(n, tokens, heads, x.getShape().get(2) / heads).transpose(0, 2, 1, 3);
    }
}
