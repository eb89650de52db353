package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.device.PyTorch;
import java.util.ArrayList;
import java.util.Collections;
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

    ImageEncoder(Weights weights, SamConfig config, Precision precision) {
        EncoderScript script = new EncoderScript(
                weights.manager(), PyTorch.prefersOneDnn(weights.manager().getDevice()));
        double eps = config.encoderLayerNormEps();
        patchEmbed = new Conv2d(weights.at("patch_embed.proj"), config.patchSize(), 0);
        posEmbed = weights.get("pos_embed");
        for (int i = 0; i < config.depth(); i++) {
            int size = config.isGlobal(i) ? config.gridSize() : config.windowSize();
            blocks.add(new Block(weights.at("blocks." + i), script, precision, size, eps));
        }
        neck0 = new Conv2d(weights.at("neck.0"), 1, 0);
        neck1 = new LayerNorm(weights.at("neck.1"), 1e-6);
        neck2 = new Conv2d(weights.at("neck.2"), 1, 1);
        neck3 = new LayerNorm(weights.at("neck.3"), 1e-6);
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

    /** The transformer blocks, in their order. */
    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
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
     * The whole encoder; no gradient flows through it.
     *
     * @param x preprocessed images, B x 3 x S x S
     * @return image embeddings, B x D x G x G
     */
    public NDArray forward(NDArray x) {
        NDArray tokens = embed(x);
        for (Block block : blocks) {
            NDArray next = block.forward(tokens);
            tokens.close();
            tokens = next;
        }
        NDArray embedding = neck(tokens);
        tokens.close();
        return embedding;
    }
}
