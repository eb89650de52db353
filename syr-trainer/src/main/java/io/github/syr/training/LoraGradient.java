package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Tuning;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.sam.Block;
import io.github.syr.sam.ImageEncoder;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loss of a batch and its gradient by the LoRA arrays and the trained decoder, in bounded memory: the encoder keeps
 * what its gradient needs as far as the machine has memory for it, and computes the rest again. That changes no number.
 */
public final class LoraGradient {

    /**
     * What the encoder's blocks keep beyond the least, a quarter of the machine's memory at most; ViT-B takes half of
     * it.
     */
    private static final long KEPT_BYTES = 3L << 29;

    /**
     * Numbers of the tokens that pass the encoder at once on a CPU, one image at least: more are no faster there, and
     * much would have to be computed again. It decides in which order gradients are added, so no machine may change it.
     */
    private static final long TOKEN_NUMBERS = 1L << 22;

    /** Logits of one decoder pass at loss size: bounds memory for images of many objects. */
    private static final long CHUNK_PIXELS = 1L << 24;

    private final Sam sam;
    private final LoraWeights lora;
    private final Optional<DecoderWeights> decoder;
    private final long keptBytes;
    private final ObjectLoss.Weights weights;

    public LoraGradient(Sam sam, LoraWeights lora) {
        this(sam, lora, Optional.empty());
    }

    /** @param decoder what is trained of the mask decoder */
    public LoraGradient(Sam sam, LoraWeights lora, Optional<DecoderWeights> decoder) {
        this(sam, lora, decoder, keptBytes(), ObjectLoss.Weights.of(Tuning.Loss.DICE_CE));
    }

    /** @param decoder what is trained of the mask decoder */
    LoraGradient(Sam sam, LoraWeights lora, Optional<DecoderWeights> decoder, Tuning.Loss loss) {
        this(sam, lora, decoder, keptBytes(), ObjectLoss.Weights.of(loss));
    }

    /** @param keptBytes what the encoder's blocks may keep beyond the least */
    LoraGradient(
            Sam sam, LoraWeights lora, Optional<DecoderWeights> decoder, long keptBytes, ObjectLoss.Weights weights) {
        this.sam = sam;
        this.lora = lora;
        this.decoder = decoder;
        this.keptBytes = keptBytes;
        this.weights = weights;
        lora.attachTo(sam);
        // Gradient mode is a thread's own; without this a thread that didn't load the engine would build graphs
        // everywhere.
        JniUtils.setGradMode(false);
    }

    /**
     * Adds a batch's gradient to the LoRA arrays.
     *
     * @return each image's loss, the mean over its objects; the gradient is that of their mean
     */
    public List<Double> accumulate(List<Prompted> batch) {
        return accumulate(batch, batch.size());
    }

    /**
     * Adds the gradient of a part of a step's images.
     *
     * @param images of the whole step; the gradient is that of their mean loss
     * @return each image's loss
     */
    List<Double> accumulate(List<Prompted> batch, int images) {
        int atOnce = sam.manager().getDevice().isGpu() ? batch.size() : imagesAtOnce(sam.config());
        List<Double> losses = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += atOnce) {
            losses.addAll(accumulateAtOnce(batch.subList(from, Math.min(batch.size(), from + atOnce)), images));
        }
        return losses;
    }

    /** How many images pass the encoder at once on a CPU. */
    static int imagesAtOnce(SamConfig config) {
        long numbers = (long) config.gridSize() * config.gridSize() * config.embedDim();
        return (int) Math.max(1, TOKEN_NUMBERS / numbers);
    }

    private List<Double> accumulateAtOnce(List<Prompted> batch, int images) {
        ImageEncoder encoder = sam.imageEncoder();
        List<Block> blocks = encoder.blocks();
        int first = lora.firstBlock().orElse(blocks.size());
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray tokens = encoder.embed(sam.input(
                    scope, batch.stream().map(p -> p.sample().resized()).toArray(RgbImage[]::new)));
            for (Block block : blocks.subList(0, first)) {
                NDArray next = block.forward(tokens);
                tokens.close();
                tokens = next;
            }
            EncoderGradient gradient = new EncoderGradient(blocks.subList(first, blocks.size()), keptBytes);
            // a copy: what a script makes is an inference tensor, which no graph takes
            NDArray encoded = gradient.forward(tokens).duplicate();
            encoded.setRequiresGradient(first < blocks.size());
            List<Double> losses = Autograd.recording(true, () -> backwardThroughDecoder(encoded, batch, images));
            if (encoded.hasGradient()) {
                gradient.backward(encoded.getGradient());
            }
            return losses;
        }
    }

    private static long keptBytes() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.min(KEPT_BYTES, system.getTotalMemorySize() / 4);
    }

    /** The neck and the decoder: each image's loss. */
    private List<Double> backwardThroughDecoder(NDArray tokens, List<Prompted> batch, int images) {
        List<Double> losses = new ArrayList<>();
        NDArray embedding = sam.imageEncoder().neck(tokens);
        NDArray leaf = embedding.stopGradient();
        leaf.setRequiresGradient(true);
        for (int i = 0; i < batch.size(); i++) {
            losses.add(decode(leaf, i, batch.get(i), images));
        }
        if (tokens.hasGradient()) {
            Autograd.backward(embedding, leaf.getGradient());
        }
        return losses;
    }

    /** Decodes one image's objects, chunk by chunk, and leads the loss back to the embedding. */
    private double decode(NDArray embeddings, int index, Prompted prompted, int images) {
        Sample sample = prompted.sample();
        BinaryMask any = sample.objects().get(0).mask();
        int count = sample.objects().size();
        long pixels = (long) any.width() * any.height() * (prompted.kind() == PromptKind.CLICK ? 3 : 1);
        int chunk = (int) Math.max(1, Math.min(count, CHUNK_PIXELS / pixels));
        double loss = 0;
        for (int from = 0; from < count; from += chunk) {
            int to = Math.min(count, from + chunk);
            try (NDManager scope = embeddings.getManager().newSubManager()) {
                NDArray embedding = embeddings.get(scope, index).expandDims(0);
                embedding.attach(scope);
                ObjectLoss objects = new ObjectLoss(sam, decoder, weights, prompted, from, to);
                ObjectLoss.Backward backward = objects.of(embedding, 1.0 / ((double) count * images));
                loss += backward.loss();
                Autograd.backward(backward.sum(), backward.sum().onesLike());
            }
        }
        return loss / count;
    }
}
