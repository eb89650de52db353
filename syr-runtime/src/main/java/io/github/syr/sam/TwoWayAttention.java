package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Multi-head attention with projections that may be narrower than the embedding. The image has many more tokens (its
 * cells, GG) than the prompts; where these are few, they are brought to the cells' width instead of all cells to the
 * projections' width: {@code q (W x)^T = (q W) x^T}, and a weighted mean of {@code W x + b} is {@code W} times that of
 * {@code x}, plus {@code b}. With ViT-B and 7 tokens that is 2.3 times fewer operations.
 */
final class TwoWayAttention {

    private final Linear qProj;
    private final Linear kProj;
    private final Linear vProj;
    private final Linear outProj;
    private final int heads;
    private final NDArray ownChannels; // heads x 1 x P: 1 where a channel is one of the head's, else 0
    private final NDArray divisor; // sqrt(c), the width of a head
    private final NDArray numberOfHeads;

    TwoWayAttention(Weights weights, int heads) {
        qProj = new Linear(weights.at("q_proj"));
        kProj = new Linear(weights.at("k_proj"));
        vProj = new Linear(weights.at("v_proj"));
        outProj = new Linear(weights.at("out_proj"));
        this.heads = heads;
        int channels = (int) (qProj.width() / heads);
        float[] own = new float[heads * heads * channels];
        for (int head = 0; head < heads; head++) {
            int row = head * heads * channels;
            Arrays.fill(own, row + head * channels, row + (head + 1) * channels, 1);
        }
        ownChannels = OwnMemory.of(weights.manager(), own, new Shape(heads, 1, qProj.width()));
        divisor = OwnMemory.of(weights.manager(), Math.sqrt(channels));
        numberOfHeads = OwnMemory.of(weights.manager(), heads);
    }

    /**
     * Each query to all keys, projected first.
     *
     * @param q N x Q x D
     * @param k N x K x D
     * @param v N x K x D
     * @return N x Q x D
     */
    NDArray forward(NDArray q, NDArray k, NDArray v) {
        q = separateHeads(qProj.forward(q)); // N x heads x Q x c
        k = separateHeads(kProj.forward(k));
        v = separateHeads(vProj.forward(v));
        return outProj.forward(joinHeads(weights(q, k).matMul(v)));
    }

    /**
     * Of tokens to the image.
     *
     * @param q N x T x D
     * @param k N x GG x D; 1 x GG x D where all prompts have the same
     * @param v as k
     * @return N x T x D
     */
    NDArray toImage(NDArray q, NDArray k, NDArray v) {
        if (!areFew(q)) {
            return forward(q, k, v);
        }
        NDArray weights = scores(eachHead(qProj.forward(q)), kProj, k).softmax(-1); // N x heads T x GG
        NDArray means = vProj.forward(byHead(times(weights, v), q)); // N x heads x T x P
        return outProj.forward(means.mul(ownChannels).sum(new int[] {1}));
    }

    /**
     * Of the image to tokens.
     *
     * @param q N x GG x D; 1 x GG x D where all prompts have the same
     * @param k N x T x D
     * @param v N x T x D
     * @return N x GG x D
     */
    NDArray fromImage(NDArray q, NDArray k, NDArray v) {
        if (!areFew(k)) {
            return forward(q, k, v);
        }
        NDArray scores = scores(eachHead(kProj.forward(k)), qProj, q); // N x heads T x GG
        NDArray weights = byHead(scores, k).softmax(2).reshape(scores.getShape());
        // The weights of all heads add up to their number, so each brings its part of the bias.
        NDArray values = eachHead(vProj.forward(v)).mul(numberOfHeads);
        return weights.transpose(0, 2, 1).matMul(outProj.forward(values).div(numberOfHeads));
    }

    private boolean areFew(NDArray tokens) {
        return tokens.getShape().get(1) * heads <= qProj.width();
    }

    /**
     * What each head sees of projected tokens, the other heads' channels being zero.
     *
     * @param tokens N x T x P
     * @return N x heads T x P
     */
    private NDArray eachHead(NDArray tokens) {
        Shape s = tokens.getShape();
        return tokens.expandDims(1).mul(ownChannels).reshape(s.get(0), heads * s.get(1), s.get(2));
    }

    /** N x heads T x any → N x heads x T x any, T being the number of some tokens. */
    private NDArray byHead(NDArray x, NDArray tokens) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), heads, tokens.getShape().get(1), s.get(2));
    }

    /**
     * Products of tokens with all cells.
     *
     * @param tokens N x heads T x P
     * @param projection of the cells
     * @param cells N or 1 x GG x D
     * @return N x heads T x GG
     */
    private NDArray scores(NDArray tokens, Linear projection, NDArray cells) {
        NDArray scaled = tokens.div(divisor);
        NDArray ofBias = scaled.mul(projection.bias()).sum(new int[] {2}, true); // N x heads T x 1
        return times(projection.transposed(scaled), cells.transpose(0, 2, 1)).add(ofBias);
    }

    /** {@code x y}, N x R x S times N or 1 x S x C; where y is one for all, by one product of matrices. */
    private static NDArray times(NDArray x, NDArray y) {
        Shape s = x.getShape();
        if (y.getShape().get(0) == s.get(0)) {
            return x.matMul(y);
        }
        return x.reshape(1, s.get(0) * s.get(1), s.get(2))
                .matMul(y)
                .reshape(s.get(0), s.get(1), y.getShape().get(2));
    }

    /** Weights of the keys for each query: N x heads x Q x K. */
    private NDArray weights(NDArray q, NDArray k) {
        if (q.getShape().get(2) <= k.getShape().get(2)) {
            return q.matMul(k.transpose(0, 1, 3, 2)).div(divisor).softmax(-1);
        }
        // PyTorch does not vectorise softmax over a last dimension that is as short as the number of tokens.
        return k.matMul(q.transpose(0, 1, 3, 2)).div(divisor).softmax(2).transpose(0, 1, 3, 2);
    }

    private NDArray separateHeads(NDArray x) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads).transpose(0, 2, 1, 3);
    }

    /** N x heads x Q x c → N x Q x heads c. */
    private NDArray joinHeads(NDArray x) {
        Shape s = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(s.get(0), s.get(2), heads * s.get(3));
    }
}
