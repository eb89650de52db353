package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.syr.checkpoint.SamConfig;
import java.util.ArrayList;
import java.util.List;

/** The mask decoder's transformer: tokens attend to the image, and the image to the tokens. */
final class TwoWayTransformer {

    private final List<TwoWayAttentionBlock> layers = new ArrayList<>();
    private final TwoWayAttention finalAttn;
    private final LayerNorm normFinalAttn;

    TwoWayTransformer(Weights weights, SamConfig config) {
        double eps = config.twoWayLayerNormEps();
        for (int i = 0; i < config.decoderDepth(); i++) {
            layers.add(new TwoWayAttentionBlock(weights.at("layers." + i), config.decoderHeads(), eps, i == 0));
        }
        finalAttn = new TwoWayAttention(weights.at("final_attn_token_to_image"), config.decoderHeads());
        normFinalAttn = new LayerNorm(weights.at("norm_final_attn"), 1e-5);
    }

    /**
     * @param image N x GG x D; 1 x GG x D where all prompts have the same
     * @param imagePe 1 x GG x D
     * @param tokens N x T x D
     * @return tokens, N x T x D, and image, N x GG x D
     */
    NDList forward(NDArray image, NDArray imagePe, NDArray tokens) {
        NDArray queries = tokens;
        NDArray keys = image;
        for (TwoWayAttentionBlock layer : layers) {
            NDList both = layer.forward(queries, keys, tokens, imagePe);
            queries = both.get(0);
            keys = both.get(1);
        }
        NDArray attended = finalAttn.toImage(queries.add(tokens), keys.add(imagePe), keys);
        return new NDList(normFinalAttn.forward(queries.add(attended)), keys);
    }
}
