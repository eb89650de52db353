package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import io.github.syr.checkpoint.SamConfig;
import java.util.ArrayList;
import java.util.List;

/** SAM's image encoder: a vision transformer with windows (ViTDet, Li et al. 2022), and a neck of convolutions. */
public final class ImageEncoder {

    private final Conv2d patchEmbed;
    private final NDArray posEmbed; // 1 x G x G x C
    private final List<Block> blocks = new ArrayList<>();
    private final Conv2d neck0;
    private final LayerNorm neck1;
    private final Conv2d neck2;
    private final LayerNorm neck3;

    ImageEncoder(Weights weights, SamConfig config) {
        int grid = config.gridSize();
        double eps = config.encoderLayerNormEps();
        patchEmbed = new Conv2d(weights.at("patch_embed.proj"), config.patchSize(), 0);
        posEmbed = weights.get("pos_embed");
        for (int i = 0; i < config.depth(); i++) {
            int window = config.isGlobal(i) ? 0 : config.windowSize();
            blocks.add(new Block(weights.at("blocks." + i), config.numHeads(), window, grid, eps));
        }
        neck0 = new Conv2d(weights.at("neck.0"), 1, 0);
        neck1 = new LayerNorm(weights.at("neck.1"), 1e-6);
        neck2 = new Conv2d(weights.at("neck.2"), 1, 1);
        neck3 = new LayerNorm(weights.at("neck.3"), 1e-6);
    }

    /** The number of transformer blocks. */
    public int depth() {
        return blocks.size();
    }

    /**
     * Patches and their positions.
     *
     * @param x preprocessed images, B x 3 x S x S
     * @return tokens, B x G x G x C
     */
    public NDArray embed(NDArray x) {
        return scoped(x, y -> patchEmbed.forward(y).transpose(0, 2, 3, 1).add(posEmbed));
    }

    /**
     * One transformer block.
     *
     * @param tokens B x G x G x C
     * @return the same shape
     */
    public NDArray block(int index, NDArray tokens) {
        return blocks.get(index).forward(tokens);
    }

    /**
     * The neck.
     *
     * @param tokens B x G x G x C
     * @return image embeddings, B x D x G x G
     */
    public NDArray neck(NDArray tokens) {
        return scoped(
                tokens, x -> neck3.forward2d(neck2.forward(neck1.forward2d(neck0.forward(x.transpose(0, 3, 1, 2))))));
    }

    /**
     * The whole encoder.
     *
     * @param x preprocessed images, B x 3 x S x S
     * @return image embeddings, B x D x G x G
     */
    public NDArray forward(NDArray x) {
        NDArray tokens = embed(x);
        for (int i = 0; i < blocks.size(); i++) {
            NDArray next = block(i, tokens);
            tokens.close();
            tokens = next;
        }
        NDArray embedding = neck(tokens);
        tokens.close();
        return embedding;
    }
}
