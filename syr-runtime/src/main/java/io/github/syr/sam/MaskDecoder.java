package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.SamConfig;
import java.util.ArrayList;
import java.util.List;

/** SAM's mask decoder: image embedding and prompts into mask logits and predicted IoU. */
public final class MaskDecoder {

    private final TwoWayTransformer transformer;
    private final NDArray outputTokens; // 1 x (1 + M) x D: the IoU token, then the mask tokens
    private final ConvTranspose2d upscale0;
    private final LayerNorm upscale1;
    private final ConvTranspose2d upscale3;
    private final List<Mlp> hypernetworks = new ArrayList<>();
    private final Mlp iouHead;
    private final NDArray imagePe; // 1 x GG x D

    /** @param imagePe the positions of the embedding's cells, 1 x GG x D */
    MaskDecoder(Weights weights, SamConfig config, NDArray imagePe) {
        transformer = new TwoWayTransformer(weights.at("transformer"), config);
        NDArray iouToken = weights.get("iou_token.weight");
        outputTokens = iouToken.concat(weights.get("mask_tokens.weight"), 0).expandDims(0);
        upscale0 = new ConvTranspose2d(weights.at("output_upscaling.0"));
        upscale1 = new LayerNorm(weights.at("output_upscaling.1"), 1e-6);
        upscale3 = new ConvTranspose2d(weights.at("output_upscaling.3"));
        for (int i = 0; i <= config.numMultimaskOutputs(); i++) {
            hypernetworks.add(new Mlp(weights.at("output_hypernetworks_mlps." + i), 3));
        }
        iouHead = new Mlp(weights.at("iou_prediction_head"), config.iouHeadDepth());
        this.imagePe = imagePe;
    }

    /**
     * Masks of prompts.
     *
     * @param logits N x K x 4G x 4G, low resolution
     * @param iou N x K, predicted
     */
    public record Masks(NDArray logits, NDArray iou) {}

    /**
     * @param embedding one image's, 1 x D x G x G; its manager owns what is returned
     * @param prompts N x P x D and N x D x G x G (or 1 x D x 1 x 1)
     * @param multimask whether to return the three masks for an ambiguous prompt, or the one for a clear one
     */
    public Masks forward(NDArray embedding, PromptEncoder.Embeddings prompts, boolean multimask) {
        NDManager owner = embedding.getManager();
        try (NDManager scope = owner.newSubManager()) {
            embedding.tempAttach(scope);
            long n = prompts.sparse().getShape().get(0);
            long g = embedding.getShape().get(2);
            NDArray tokens = scope.zeros(new Shape(n, 1, 1))
                    .add(outputTokens)
                    .concat(scoped(scope, prompts.sparse()), 1); // N x T x D
            NDArray source = embedding.add(prompts.dense()); // 1 or N x D x G x G
            NDList both = transformer.forward(tokens(source), imagePe, tokens);
            NDArray out = both.get(0); // N x T x D
            int first = multimask ? 1 : 0;
            int last = multimask ? hypernetworks.size() - 1 : 0;
            NDList hyper = new NDList();
            for (int i = first; i <= last; i++) {
                hyper.add(hypernetworks.get(i).forward(out.get(":, " + (1 + i))));
            }
            NDArray logits = logits(NDArrays.stack(hyper, 1), both.get(1), g);
            NDArray iou = iouHead.forward(out.get(":, 0")).get(":, " + first + ":" + (last + 1));
            logits.attach(owner);
            iou.attach(owner);
            return new Masks(logits, iou);
        }
    }

    /**
     * One prompt after another: an image of 4G x 4G x D/8 is a large one for the processor's caches.
     *
     * @param hyper N x K x D/8
     * @param images N x GG x D
     * @return N x K x 4G x 4G
     */
    private NDArray logits(NDArray hyper, NDArray images, long g) {
        long n = images.getShape().get(0);
        NDList each = new NDList();
        for (long i = 0; i < n; i++) {
            String one = i + ":" + (i + 1);
            NDArray kernels = hyper.get(one);
            each.add(Scope.scoped(images.get(one), image -> logitsOfOne(kernels, image, g)));
        }
        return n == 1 ? each.get(0) : NDArrays.concat(each);
    }

    private NDArray logitsOfOne(NDArray hyper, NDArray image, long g) {
        NDArray upscaled = upscale0.forward(image.squeeze(0)); // 4GG x D/4
        upscaled = upscale1.forward(upscaled).getNDArrayInternal().gelu();
        upscaled = upscale3.forward(upscaled).getNDArrayInternal().gelu(); // 16GG x D/8
        NDArray logits = upscaled.matMul(hyper.squeeze(0).transpose()); // 16GG x K
        return ConvTranspose2d.image(logits, g);
    }

    private static NDArray scoped(NDManager scope, NDArray array) {
        array.tempAttach(scope);
        return array;
    }

    /** B x D x G x G → B x GG x D, a copy: what is computed with it would copy a view again and again. */
    static NDArray tokens(NDArray image) {
        Shape s = image.getShape();
        long cells = s.get(2) * s.get(3);
        return image.reshape(s.get(0), s.get(1), cells)
                .transpose(0, 2, 1)
                .reshape(s.get(0) * cells * s.get(1))
                .reshape(s.get(0), cells, s.get(1));
    }
}
