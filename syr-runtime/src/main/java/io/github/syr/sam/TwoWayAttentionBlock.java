package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A layer of the two-way transformer: tokens among themselves, tokens to image, an MLP, image to tokens. */
final class TwoWayAttentionBlock {

    private final TwoWayAttention selfAttn;
    private final LayerNorm norm1;
    private final TwoWayAttention tokenToImage;
    private final LayerNorm norm2;
    private final MlpBlock mlp;
    private final LayerNorm norm3;
    private final TwoWayAttention imageToToken;
    private final LayerNorm norm4;
    private final boolean skipFirstLayerPe;

    TwoWayAttentionBlock(Weights weights, int heads, double eps, boolean skipFirstLayerPe) {
        selfAttn = new TwoWayAttention(weights.at("self_attn"), heads);
        norm1 = new LayerNorm(weights.at("norm1"), eps);
        tokenToImage = new TwoWayAttention(weights.at("cross_attn_token_to_image"), heads);
        norm2 = new LayerNorm(weights.at("norm2"), eps);
        mlp = new MlpBlock(weights.at("mlp"));
        norm3 = new LayerNorm(weights.at("norm3"), eps);
        norm4 = new LayerNorm(weights.at("norm4"), eps);
        imageToToken = new TwoWayAttention(weights.at("cross_attn_image_to_token"), heads);
        this.skipFirstLayerPe = skipFirstLayerPe;
    }

    /**
     * @param queries N x T x D
     * @param keys N x GG x D; 1 x GG x D where all prompts have the same
     * @param queryPe N x T x D
     * @param keyPe 1 x GG x D
     * @return queries and keys
     */
    NDList forward(NDArray queries, NDArray keys, NDArray queryPe, NDArray keyPe) {
        if (skipFirstLayerPe) {
            queries = selfAttn.forward(queries, queries, queries);
        } else {
            NDArray q = queries.add(queryPe);
            queries = queries.add(selfAttn.forward(q, q, queries));
        }
        queries = norm1.forward(queries);

        NDArray k = keys.add(keyPe);
        queries = norm2.forward(queries.add(tokenToImage.toImage(queries.add(queryPe), k, keys)));

        queries = norm3.forward(queries.add(mlp.forward(queries)));

        keys = norm4.forward(keys.add(imageToToken.fromImage(k, queries.add(queryPe), queries)));
        return new NDList(queries, keys);
    }
}
