package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How big a Segment Anything model is. All but the decoder's heads and the two epsilons follows from its tensors'
 * shapes.
 *
 * @param imageSize side of the square image the encoder takes, pixels
 * @param patchSize side of a patch, pixels
 * @param embedDim width of the image encoder
 * @param depth blocks of the image encoder
 * @param numHeads attention heads of each of them
 * @param mlpDim hidden width of their MLPs
 * @param windowSize side of the windows that blocks attend in, patches; 0 where every block is global
 * @param globalAttnIndexes blocks that attend over the whole image, ascending; a window exactly as big as the image is
 *     the same and counts here
 * @param promptDim width of the prompt encoder, the mask decoder and the image embedding
 * @param maskInChans channels of the mask prompt before its last convolution
 * @param decoderDepth two-way blocks of the mask decoder
 * @param decoderMlpDim hidden width of their MLPs
 * @param decoderHeads attention heads of the mask decoder
 * @param numMultimaskOutputs masks for an ambiguous prompt; there is one mask token more
 * @param iouHeadDepth layers of the head that predicts each mask's IoU
 * @param iouHeadHiddenDim its hidden width
 * @param attentionDownsampleRate by how much cross-attention in the decoder is narrower than {@code promptDim}
 * @param encoderLayerNormEps of the layer norms in the image encoder's blocks
 * @param twoWayLayerNormEps of the layer norms norm1 to norm4 in the decoder's two-way blocks: 1e-5 in Meta's layout,
 *     Hugging Face's own otherwise; {@code norm_final_attn} has 1e-5 in both
 */
public record SamConfig(
        int imageSize,
        int patchSize,
        int embedDim,
        int depth,
        int numHeads,
        int mlpDim,
        int windowSize,
        List<Integer> globalAttnIndexes,
        int promptDim,
        int maskInChans,
        int decoderDepth,
        int decoderMlpDim,
        int decoderHeads,
        int numMultimaskOutputs,
        int iouHeadDepth,
        int iouHeadHiddenDim,
        int attentionDownsampleRate,
        double encoderLayerNormEps,
        double twoWayLayerNormEps) {

    private static final int SMALL = 384;

    /** The decoder's heads in every model that Meta published. */
    public static final int META_DECODER_HEADS = 8;

    public SamConfig {
        globalAttnIndexes = List.copyOf(globalAttnIndexes);
    }

    /**
     * Reads the configuration off the shapes of a model in Meta's layout, with the decoder's heads and epsilons that
     * Meta's models have.
     *
     * @throws SyrException if a tensor is missing, unexpected, or of another shape than the others ask for
     */
    public static SamConfig from(Map<String, long[]> shapes) {
        return from("shapes", shapes, META_DECODER_HEADS, 1e-6, 1e-5);
    }

    /**
     * Reads the configuration off the shapes of a model in Meta's layout.
     *
     * @param source the file, for messages
     * @throws SyrException if a tensor is missing, unexpected, or of another shape than the others ask for, or
     *     {@code decoderHeads} doesn't divide the decoder's widths
     */
    public static SamConfig from(
            Object source,
            Map<String, long[]> shapes,
            int decoderHeads,
            double encoderLayerNormEps,
            double twoWayLayerNormEps) {
        SamConfig config =
                new SamShapeReader(source, shapes).read(decoderHeads, encoderLayerNormEps, twoWayLayerNormEps);
        new SamShapeCheck(source, shapes).check(config);
        return config;
    }

    /** Patches along a side of the image, which is the image embedding's side too. */
    public int gridSize() {
        return imageSize / patchSize;
    }

    /** Whether an encoder block attends over the whole image. */
    public boolean isGlobal(int block) {
        return globalAttnIndexes.contains(block);
    }

    /** Masks, and mask tokens, of the decoder: one for a clear prompt, the others for an ambiguous one. */
    public int numMaskTokens() {
        return numMultimaskOutputs + 1;
    }

    /** The name and shape of every tensor of such a model in Meta's layout. */
    public SortedMap<String, long[]> shapes() {
        return new SamShapes(this).all();
    }

    /** Whether the encoder is narrower than Meta's, of which ViT-B's is the narrowest with 768: a toy, as tiny. */
    public boolean isSmall() {
        return isSmall(embedDim);
    }

    /** The same of an encoder's width. */
    public static boolean isSmall(int embedDim) {
        return embedDim < SMALL;
    }
}
