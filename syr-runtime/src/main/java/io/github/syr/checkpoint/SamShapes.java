package io.github.syr.checkpoint;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and shapes of a model's tensors in Meta's layout. Source: segment-anything 1.0,
 * {@code modeling/image_encoder.py}, {@code prompt_encoder.py}, {@code mask_decoder.py}, {@code transformer.py}, in
 * their order.
 */
final class SamShapes {

    /** Corners, foreground and background: what a point prompt can be. */
    static final int POINT_KINDS = 4;

    private static final int HYPERNETWORK_DEPTH = 3;

    private final SamConfig config;
    private final SortedMap<String, long[]> shapes = new TreeMap<>();

    SamShapes(SamConfig config) {
        this.config = config;
    }

    SortedMap<String, long[]> all() {
        imageEncoder();
        promptEncoder();
        maskDecoder();
        return shapes;
    }

    private void imageEncoder() {
        String encoder = "image_encoder.";
        int c = config.embedDim();
        int out = config.promptDim();
        put(encoder + "pos_embed", 1, config.gridSize(), config.gridSize(), c);
        weightAndBias(encoder + "patch_embed.proj", c, 3, config.patchSize(), config.patchSize());
        for (int i = 0; i < config.depth(); i++) {
            encoderBlock(encoder + "blocks." + i + ".", config.isGlobal(i) ? config.gridSize() : config.windowSize());
        }
        put(encoder + "neck.0.weight", out, c, 1, 1);
        norm(encoder + "neck.1", out);
        put(encoder + "neck.2.weight", out, out, 3, 3);
        norm(encoder + "neck.3", out);
    }

    private void encoderBlock(String block, int attended) {
        int c = config.embedDim();
        norm(block + "norm1", c);
        weightAndBias(block + "attn.qkv", 3 * c, c);
        weightAndBias(block + "attn.proj", c, c);
        put(block + "attn.rel_pos_h", 2 * attended - 1, c / config.numHeads());
        put(block + "attn.rel_pos_w", 2 * attended - 1, c / config.numHeads());
        norm(block + "norm2", c);
        weightAndBias(block + "mlp.lin1", config.mlpDim(), c);
        weightAndBias(block + "mlp.lin2", c, config.mlpDim());
    }

    private void promptEncoder() {
        String encoder = "prompt_encoder.";
        int d = config.promptDim();
        int m = config.maskInChans();
        put(encoder + "pe_layer.positional_encoding_gaussian_matrix", 2, d / 2);
        for (int i = 0; i < POINT_KINDS; i++) {
            put(encoder + "point_embeddings." + i + ".weight", 1, d);
        }
        put(encoder + "not_a_point_embed.weight", 1, d);
        put(encoder + "no_mask_embed.weight", 1, d);
        weightAndBias(encoder + "mask_downscaling.0", m / 4, 1, 2, 2);
        norm(encoder + "mask_downscaling.1", m / 4);
        weightAndBias(encoder + "mask_downscaling.3", m, m / 4, 2, 2);
        norm(encoder + "mask_downscaling.4", m);
        weightAndBias(encoder + "mask_downscaling.6", d, m, 1, 1);
    }

    private void maskDecoder() {
        String decoder = "mask_decoder.";
        int d = config.promptDim();
        put(decoder + "iou_token.weight", 1, d);
        put(decoder + "mask_tokens.weight", config.numMaskTokens(), d);
        for (int i = 0; i < config.decoderDepth(); i++) {
            twoWayBlock(decoder + "transformer.layers." + i + ".");
        }
        attention(decoder + "transformer.final_attn_token_to_image.", d / config.attentionDownsampleRate());
        norm(decoder + "transformer.norm_final_attn", d);
        // transposed convolutions: in before out
        put(decoder + "output_upscaling.0.weight", d, d / 4, 2, 2);
        put(decoder + "output_upscaling.0.bias", d / 4);
        norm(decoder + "output_upscaling.1", d / 4);
        put(decoder + "output_upscaling.3.weight", d / 4, d / 8, 2, 2);
        put(decoder + "output_upscaling.3.bias", d / 8);
        for (int i = 0; i < config.numMaskTokens(); i++) {
            mlp(decoder + "output_hypernetworks_mlps." + i + ".layers.", d, d, d / 8, HYPERNETWORK_DEPTH);
        }
        mlp(
                decoder + "iou_prediction_head.layers.",
                d,
                config.iouHeadHiddenDim(),
                config.numMaskTokens(),
                config.iouHeadDepth());
    }

    private void twoWayBlock(String block) {
        int d = config.promptDim();
        int narrow = d / config.attentionDownsampleRate();
        attention(block + "self_attn.", d);
        norm(block + "norm1", d);
        attention(block + "cross_attn_token_to_image.", narrow);
        norm(block + "norm2", d);
        weightAndBias(block + "mlp.lin1", config.decoderMlpDim(), d);
        weightAndBias(block + "mlp.lin2", d, config.decoderMlpDim());
        norm(block + "norm3", d);
        norm(block + "norm4", d);
        attention(block + "cross_attn_image_to_token.", narrow);
    }

    private void attention(String attention, int inside) {
        int d = config.promptDim();
        weightAndBias(attention + "q_proj", inside, d);
        weightAndBias(attention + "k_proj", inside, d);
        weightAndBias(attention + "v_proj", inside, d);
        weightAndBias(attention + "out_proj", d, inside);
    }

    private void mlp(String layers, int in, int hidden, int out, int depth) {
        for (int i = 0; i < depth; i++) {
            weightAndBias(layers + i, i == depth - 1 ? out : hidden, i == 0 ? in : hidden);
        }
    }

    private void norm(String name, int width) {
        put(name + ".weight", width);
        put(name + ".bias", width);
    }

    private void weightAndBias(String name, long... shape) {
        put(name + ".weight", shape);
        put(name + ".bias", shape[0]);
    }

    private void put(String name, long... shape) {
        shapes.put(name, shape);
    }
}
