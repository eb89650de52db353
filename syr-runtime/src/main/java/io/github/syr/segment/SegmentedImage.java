package io.github.syr.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.sam.Framing;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Prompts;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that the model has looked at: encoded once, asked many times, from any thread. It holds its pixels and its
 * embedding (4 MiB for ViT-B) on Java's heap, so one that is no longer used is collected as any object; {@link #close}
 * releases it sooner.
 */
public final class SegmentedImage implements AutoCloseable {

    private final Segmenter segmenter;
    private final RgbImage image;
    private final Framing framing;
    private volatile float[] embedding; // null once it is closed

    /** @param embedding 1 x D x G x G; not changed */
    SegmentedImage(Segmenter segmenter, RgbImage image, Framing framing, float[] embedding) {
        this.segmenter = segmenter;
        this.image = image;
        this.framing = framing;
        this.embedding = embedding;
    }

    /** In pixels, upright. */
    public int width() {
        return image.width();
    }

    /** In pixels, upright. */
    public int height() {
        return image.height();
    }

    RgbImage image() {
        return image;
    }

    /**
     * The mask of what is in a box.
     *
     * @throws IllegalArgumentException if the box lies outside the image
     * @throws IllegalStateException if the image or the segmenter is closed
     */
    public Mask segment(Box box) {
        return segment(Prompt.box(box));
    }

    /** The masks of several boxes, at once, in their order; see {@link #segment(Box)}. */
    public List<Mask> segment(List<Box> boxes) {
        if (boxes.isEmpty()) {
            return List.of();
        }
        List<Mask> masks = new ArrayList<>();
        List<float[]> scaled = boxes.stream().map(this::scaled).toList();
        predict(Prompts.ofBoxes(scaled), false).forEach(list -> masks.add(list.get(0)));
        return masks;
    }

    /** The mask for a clear prompt: a box, or several points. */
    public Mask segment(Prompt prompt) {
        return predict(prompts(prompt), false).get(0).get(0);
    }

    /**
     * The mask for any prompt, as SAM's own demo takes it: a single click can mean several things, and the one of the
     * highest predicted IoU among its three masks is taken; else it is {@link #segment(Prompt)}.
     */
    public Mask segmentBest(Prompt prompt) {
        boolean ambiguous = prompt.box().isEmpty() && prompt.points().size() == 1;
        return ambiguous ? segmentMulti(prompt).get(0) : segment(prompt);
    }

    /** Three masks for a prompt that can mean several things, as a single click can; best predicted IoU first. */
    public List<Mask> segmentMulti(Prompt prompt) {
        return predict(prompts(prompt), true).get(0).stream()
                .sorted(java.util.Comparator.comparingDouble(Mask::predictedIou).reversed())
                .toList();
    }

    private Prompts prompts(Prompt prompt) {
        List<Prompts.InputPoint> points = prompt.points().stream()
                .map(p -> framing.point(p.x(), p.y(), p.foreground()))
                .toList();
        int side = segmenter.lowResSide();
        prompt.mask().filter(mask -> mask.length != side * side).ifPresent(mask -> {
            throw new IllegalArgumentException(
                    "a mask prompt of this model has " + side * side + " numbers, not " + mask.length);
        });
        return new Prompts(
                points.isEmpty() ? List.of() : List.of(points),
                prompt.box().map(this::scaled).map(List::of).orElse(List.of()),
                prompt.mask().map(List::of));
    }

    private float[] scaled(Box box) {
        if (box.x1() <= 0 || box.y1() <= 0 || box.x0() >= image.width() || box.y0() >= image.height()) {
            throw new IllegalArgumentException(
                    box + " lies outside the image of " + image.width() + " x " + image.height() + " pixels");
        }
        return framing.box(box);
    }

    private List<List<Mask>> predict(Prompts prompts, boolean multimask) {
        return segmenter.answer((sam, scope) -> {
            MaskDecoder.Masks masks = sam.masks(embedding(scope), prompts, multimask);
            float[] iou = masks.iou().toFloatArray();
            int each = iou.length / prompts.count();
            List<List<Mask>> all = new ArrayList<>();
            for (int i = 0; i < prompts.count(); i++) {
                List<Mask> list = new ArrayList<>();
                for (int k = 0; k < each; k++) {
                    try (NDArray low = masks.logits().get(i + ":" + (i + 1) + ", " + k + ":" + (k + 1))) {
                        BinaryMask pixels = sam.mask(low, framing, framing.original());
                        list.add(new Mask(this, pixels, iou[i * each + k], low.toFloatArray()));
                    }
                }
                all.add(list);
            }
            return all;
        });
    }

    /** An array of the computation's own: threads don't share arrays, for managers are handed around while one runs. */
    private NDArray embedding(NDManager scope) {
        return scope.create(embedding(), segmenter.embeddingShape());
    }

    float[] embedding() {
        float[] values = embedding;
        if (values == null) {
            throw new IllegalStateException("the image is closed");
        }
        return values;
    }

    float[] logits(float[] lowRes) {
        int side = segmenter.lowResSide();
        return segmenter.answer((sam, scope) -> sam.postprocess(
                        scope.create(lowRes, new Shape(1, 1, side, side)), framing, framing.original())
                .toFloatArray());
    }

    /** Releases the embedding; masks that were made stay valid. */
    @Override
    public void close() {
        embedding = null;
    }
}
