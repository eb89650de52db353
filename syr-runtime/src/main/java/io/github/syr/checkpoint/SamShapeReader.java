package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a model's configuration off the few tensors that tell it; {@link SamShapeCheck} then holds all tensors to it.
 */
final class SamShapeReader {

    /** Far above any model's widths; keeps all products of two of them in an int. */
    private static final long WIDEST = 1 << 15;

    private final Object source;
    private final Map<String, long[]> shapes;

    SamShapeReader(Object source, Map<String, long[]> shapes) {
        this.source = source;
        this.shapes = shapes;
    }

    SamConfig read(int decoderHeads, double encoderLayerNormEps, double twoWayLayerNormEps) {
        String decoder = "mask_decoder.";
        int grid = axis("image_encoder.pos_embed", 4, 1);
        int embedDim = axis("image_encoder.pos_embed", 4, 3);
        int patch = axis("image_encoder.patch_embed.proj.weight", 4, 2);
        int headDim = axis("image_encoder.blocks.0.attn.rel_pos_h", 2, 1);
        int depth = count("image_encoder.blocks.", ".attn.qkv.weight");
        int promptDim = axis(decoder + "iou_token.weight", 2, 1);
        int narrow = axis(decoder + "transformer.final_attn_token_to_image.q_proj.weight", 2, 0);
        int maskTokens = axis(decoder + "mask_tokens.weight", 2, 0);
        int window = windowSize(grid, depth);
        divides("image_encoder.blocks.0.attn.rel_pos_h", headDim, "the encoder's width", embedDim);
        divides(
                decoder + "transformer.final_attn_token_to_image.q_proj.weight",
                narrow,
                "the decoder's width",
                promptDim);
        divides(decoder + "iou_token.weight", 8, "the decoder's width", promptDim);
        int maskInChans = axis("prompt_encoder.mask_downscaling.3.weight", 4, 0);
        divides("prompt_encoder.mask_downscaling.3.weight", 4, "its channels", maskInChans);
        if (maskTokens < 2) {
            throw bad("tensor \"" + decoder + "mask_tokens.weight\" has " + maskTokens
                    + " tokens; 2 or more are expected.");
        }
        if (decoderHeads < 1 || narrow % decoderHeads != 0) {
            throw SyrException.badData(
                    source,
                    "the mask decoder's attention is " + narrow + " wide, which " + decoderHeads
                            + " heads don't divide.",
                    "Say how many heads the decoder has: tensor shapes do not determine it.");
        }
        return new SamConfig(
                grid * patch,
                patch,
                embedDim,
                depth,
                embedDim / headDim,
                axis("image_encoder.blocks.0.mlp.lin1.weight", 2, 0),
                window,
                globalBlocks(grid, depth),
                promptDim,
                maskInChans,
                count(decoder + "transformer.layers.", ".self_attn.q_proj.weight"),
                axis(decoder + "transformer.layers.0.mlp.lin1.weight", 2, 0),
                decoderHeads,
                maskTokens - 1,
                count(decoder + "iou_prediction_head.layers.", ".weight"),
                axis(decoder + "iou_prediction_head.layers.0.weight", 2, 0),
                promptDim / narrow,
                encoderLayerNormEps,
                twoWayLayerNormEps);
    }

    private List<Integer> globalBlocks(int grid, int depth) {
        List<Integer> global = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            if (attended(i) == grid) {
                global.add(i);
            }
        }
        return global;
    }

    /** The one window that all blocks have which aren't global; 0 where there is none. */
    private int windowSize(int grid, int depth) {
        int window = 0;
        for (int i = 0; i < depth; i++) {
            int attended = attended(i);
            if (attended == grid) {
                continue;
            }
            if (window != 0 && attended != window) {
                throw bad("tensor \"" + relPos(i) + "\" implies a window of " + attended
                        + " patches, but blocks before it imply " + window + ".");
            }
            window = attended;
        }
        return window;
    }

    /** The side, in patches, of what a block attends over: relative positions run from 1 - side to side - 1. */
    private int attended(int block) {
        int positions = axis(relPos(block), 2, 0);
        if (positions % 2 == 0) {
            throw bad("tensor \"" + relPos(block) + "\" has " + positions
                    + " relative positions; an odd number is expected.");
        }
        return (positions + 1) / 2;
    }

    private static String relPos(int block) {
        return "image_encoder.blocks." + block + ".attn.rel_pos_h";
    }

    private int count(String before, String behind) {
        int count = 0;
        while (shapes.containsKey(before + count + behind)) {
            count++;
        }
        if (count == 0) {
            throw bad("tensor \"" + before + "0" + behind + "\" is missing.");
        }
        return count;
    }

    private int axis(String name, int axes, int index) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw bad("tensor \"" + name + "\" is missing.");
        }
        if (shape.length != axes || shape[index] < 1 || shape[index] > WIDEST) {
            throw bad("tensor \"" + name + "\" has the shape " + Arrays.toString(shape) + "; " + axes
                    + " axes from 1 to " + WIDEST + " are expected.");
        }
        return (int) shape[index];
    }

    private void divides(String name, int part, String what, int whole) {
        if (whole % part != 0) {
            throw bad("tensor \"" + name + "\": " + part + " doesn't divide " + what + ", " + whole + ".");
        }
    }

    private SyrException bad(String problem) {
        return SamShapeCheck.notSam(source, problem);
    }
}
