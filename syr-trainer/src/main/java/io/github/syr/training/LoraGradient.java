package io.github.syr.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Tuning;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.sam.ImageEncoder;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loss of a batch and its gradient by the LoRA arrays and the trained decoder, in bounded memory.
 *
 * <p>The encoder's blocks are split into segments that fit into memory; all but the last run without a graph, keeping
 * their inputs, and once more, last first, under the collector: there the sum of output times upstream gradient is what
 * backward is called on, and the input's gradient is the next upstream. With one segment that is plain autograd, and
 * nothing runs twice.
 */
public final class LoraGradient {

    /** What a segment's graph may hold: a global block of ViT-B takes more, all of the tiny model's blocks far less. */
    private static final long SEGMENT_BYTES = 3L << 29;

    /** Logits of one decoder pass at loss size: bounds memory for images of many objects. */
    private static final long CHUNK_PIXELS = 1L << 24;

    private final Sam sam;
    private final LoraWeights lora;
    private final Optional<DecoderWeights> decoder;
    private final long segmentBytes;
    private final ObjectLoss.Weights weights;

    public LoraGradient(Sam sam, LoraWeights lora) {
        this(sam, lora, Optional.empty());
    }

    /** @param decoder what is trained of the mask decoder */
    public LoraGradient(Sam sam, LoraWeights lora, Optional<DecoderWeights> decoder) {
        this(sam, lora, decoder, SEGMENT_BYTES, ObjectLoss.Weights.of(Tuning.Loss.DICE_CE));
    }

    /** @param decoder what is trained of the mask decoder */
    LoraGradient(Sam sam, LoraWeights lora, Optional<DecoderWeights> decoder, Tuning.Loss loss) {
        this(sam, lora, decoder, SEGMENT_BYTES, ObjectLoss.Weights.of(loss));
    }

    /** @param segmentBytes what a segment's graph may hold, about */
    LoraGradient(
            Sam sam,
            LoraWeights lora,
            Optional<DecoderWeights> decoder,
            long segmentBytes,
            ObjectLoss.Weights weights) {
        this.sam = sam;
        this.lora = lora;
        this.decoder = decoder;
        this.segmentBytes = segmentBytes;
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
        ImageEncoder encoder = sam.imageEncoder();
        List<Segment> segments = segments(batch.size());
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray tokens = encoder.embed(sam.input(
                    scope, batch.stream().map(p -> p.sample().resized()).toArray(RgbImage[]::new)));
            for (int block = 0; block < lora.firstBlock(); block++) {
                tokens = next(tokens, encoder.block(block, tokens));
            }
            List<NDArray> inputs = new ArrayList<>();
            for (Segment segment : segments.subList(0, segments.size() - 1)) {
                inputs.add(tokens);
                tokens = run(segment, tokens, false);
            }
            inputs.add(tokens);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                int last = segments.size() - 1;
                if (last > 0) {
                    inputs.get(last).setRequiresGradient(true);
                }
                List<Double> losses =
                        backwardThroughLast(collector, segments.get(last), inputs.get(last), batch, images);
                NDArray upstream = upstreamOf(scope, inputs.get(last), last > 0);
                for (int i = last - 1; i >= 0; i--) {
                    upstream = backward(collector, scope, segments.get(i), inputs.get(i), i > 0, upstream);
                }
                return losses;
            }
        }
    }

    private static NDArray next(NDArray old, NDArray fresh) {
        old.close();
        return fresh;
    }

    /** Blocks first to last. */
    private record Segment(int first, int last) {}

    private List<Segment> segments(int images) {
        List<Segment> segments = new ArrayList<>();
        long bytes = 0;
        int first = lora.firstBlock();
        int depth = sam.imageEncoder().depth();
        for (int block = first; block < depth; block++) {
            long more = images * graphBytes(block);
            if (block > first && bytes + more > segmentBytes) {
                segments.add(new Segment(first, block - 1));
                first = block;
                bytes = 0;
            }
            bytes += more;
        }
        segments.add(new Segment(first, depth - 1));
        return segments;
    }

    /** About what a block's graph holds for one image: the attention matrix, and some fourteen times the tokens. */
    private long graphBytes(int block) {
        SamConfig config = sam.config();
        long side = config.gridSize();
        long tokens = side * side;
        long keys = config.isGlobal(block) ? tokens : (long) config.windowSize() * config.windowSize();
        return Float.BYTES * (config.numHeads() * tokens * keys + 14 * tokens * config.embedDim());
    }

    private NDArray run(Segment segment, NDArray tokens, boolean closeInput) {
        NDArray x = tokens;
        for (int block = segment.first(); block <= segment.last(); block++) {
            NDArray y = sam.imageEncoder().block(block, x);
            if (x != tokens || closeInput) {
                x.close();
            }
            x = y;
        }
        return x;
    }

    private NDArray backward(
            GradientCollector collector,
            NDManager scope,
            Segment segment,
            NDArray input,
            boolean further,
            NDArray upstream) {
        if (further) {
            input.setRequiresGradient(true);
        }
        try (NDArray output = run(segment, input, false);
                NDArray product = output.mul(upstream);
                NDArray sum = product.sum()) {
            collector.backward(sum);
        }
        upstream.close();
        return upstreamOf(scope, input, further);
    }

    /** The last segment, the neck and the decoder: each image's loss. */
    private List<Double> backwardThroughLast(
            GradientCollector collector, Segment segment, NDArray input, List<Prompted> batch, int images) {
        List<Double> losses = new ArrayList<>();
        try (NDArray tokens = run(segment, input, false);
                NDArray embedding = sam.imageEncoder().neck(tokens);
                NDArray leaf = embedding.stopGradient()) {
            leaf.setRequiresGradient(true);
            for (int i = 0; i < batch.size(); i++) {
                losses.add(decode(collector, leaf, i, batch.get(i), images));
            }
            try (NDArray gradient = leaf.getGradient();
                    NDArray product = embedding.mul(gradient);
                    NDArray sum = product.sum()) {
                collector.backward(sum);
            }
        }
        return losses;
    }

    /** The gradient of a segment's input, which is used up; none is needed before the first segment. */
    private static NDArray upstreamOf(NDManager scope, NDArray input, boolean further) {
        if (!further) {
            return scope.create(0f);
        }
        NDArray gradient = input.getGradient();
        gradient.attach(scope);
        input.close();
        return gradient;
    }

    /** Decodes one image's objects, chunk by chunk, and leads the loss back to the embedding. */
    private double decode(GradientCollector collector, NDArray embeddings, int index, Prompted prompted, int images) {
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
                collector.backward(backward.sum());
            }
        }
        return loss / count;
    }
}
