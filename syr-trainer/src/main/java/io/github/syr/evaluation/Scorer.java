package io.github.syr.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.mask.MaskOps;
import io.github.syr.metrics.DiceCe;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.sam.Framing;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Judges a model on samples, at their original size, prompted by their boxes as they are annotated. */
public final class Scorer {

    private final Sam sam;
    private final Function<NDManager, MaskDecoder> decoder;

    public Scorer(Sam sam) {
        this(sam, scope -> sam.maskDecoder());
    }

    /** @param decoder gives the mask decoder, what it makes belonging to a scope */
    public Scorer(Sam sam, Function<NDManager, MaskDecoder> decoder) {
        this.sam = sam;
        this.decoder = decoder;
    }

    /**
     * What the model makes of an image.
     *
     * @param scores means over the objects
     * @param objects each object's scores
     * @param predicted each object's mask
     * @param clickDice mean Dice of the masks that a click gives on the innermost pixel of each object: of three, the
     *     one of the highest predicted IoU
     * @param iouError mean difference between the IoU that the model predicts for a box's mask and the real one
     */
    public record Judgement(
            Sample sample,
            Scores scores,
            List<Scores> objects,
            List<BinaryMask> predicted,
            double clickDice,
            double iouError) {}

    /** An encoded image, and the decoder to prompt it with. */
    record Encoded(Sample sample, NDArray embedding, MaskDecoder decoder) {}

    /** All five metrics of one image. */
    public Judgement judge(Sample sample) {
        List<Scores> each = new ArrayList<>();
        List<BinaryMask> masks = new ArrayList<>();
        double[] clicks = {0};
        double[] errors = {0};
        predict(sample, (encoded, object) -> {
            Prediction box = box(encoded, object.box());
            BinaryMask predicted = box.mask();
            masks.add(predicted);
            SegmentationMetrics metrics = SegmentationMetrics.of(object.mask(), predicted);
            each.add(new Scores(
                    metrics.dice(),
                    metrics.iou(),
                    metrics.boundaryIou(),
                    metrics.holeError(),
                    DiceCe.of(box.logits().toFloatArray(), object.mask()).total()));
            clicks[0] += SegmentationMetrics.dice(object.mask(), click(encoded, object));
            errors[0] += Math.abs(box.iou() - metrics.iou());
        });
        int objects = sample.objects().size();
        return new Judgement(sample, mean(each), each, masks, clicks[0] / objects, errors[0] / objects);
    }

    /**
     * Mean Dice over the images, for choosing an epoch.
     *
     * @param done takes how many images are judged, after each; what it throws ends it
     */
    public double meanDice(Samples samples, IntConsumer done) {
        double sum = 0;
        for (int n = 0; n < samples.size(); n++) {
            Sample sample = samples.get(n);
            double[] dice = {0};
            predict(
                    sample,
                    (encoded, object) -> dice[0] += SegmentationMetrics.dice(
                            object.mask(), box(encoded, object.box()).mask()));
            sum += dice[0] / sample.objects().size();
            done.accept(n + 1);
        }
        return sum / samples.size();
    }

    /** Encodes an image and hands out each of its objects; arrays live as long as an object's turn. */
    void predict(Sample sample, BiConsumer<Encoded, Sample.AnnotatedMask> consumer) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray embedding = sam.imageEncoder().forward(sam.input(scope, sample.resized()));
            for (Sample.AnnotatedMask object : sample.objects()) {
                try (NDManager one = scope.newSubManager()) {
                    embedding.tempAttach(one);
                    consumer.accept(new Encoded(sample, embedding, decoder.apply(one)), object);
                }
            }
        }
    }

    /**
     * What a prompt gives.
     *
     * @param low 1 x 1 x 4G x 4G
     * @param iou as the model predicts it
     */
    record Prediction(Sam sam, NDArray low, Framing framing, float iou) {

        /** Of the original image. */
        BinaryMask mask() {
            return sam.mask(low, framing, framing.original());
        }

        /** Of the original image: 1 x 1 x height x width. */
        NDArray logits() {
            return sam.postprocess(low, framing, framing.original());
        }
    }

    /** What a box gives. */
    Prediction box(Encoded encoded, Box prompt) {
        Framing framing = encoded.sample().framing();
        Prompts box = Prompts.ofBoxes(List.of(framing.box(prompt)));
        MaskDecoder.Masks masks = sam.masks(encoded.decoder(), encoded.embedding(), box, false);
        requireNumbers(masks.logits(), encoded.sample());
        return new Prediction(sam, masks.logits(), framing, masks.iou().toFloatArray()[0]);
    }

    /** What a click on the innermost pixel gives. */
    BinaryMask click(Encoded encoded, Sample.AnnotatedMask object) {
        Framing framing = encoded.sample().framing();
        int pixel = MaskOps.innermost(object.mask());
        int width = object.mask().width();
        Prompts click = new Prompts(
                List.of(List.of(framing.point(pixel % width, pixel / width, true))), List.of(), Optional.empty());
        MaskDecoder.Masks masks = sam.masks(encoded.decoder(), encoded.embedding(), click, true);
        float[] iou = masks.iou().toFloatArray();
        int best = 0;
        for (int k = 1; k < iou.length; k++) {
            best = iou[k] > iou[best] ? k : best;
        }
        NDArray one = masks.logits().get(":, " + best + ":" + (best + 1));
        return sam.mask(one, framing, framing.original());
    }

    /** What several clicks give. */
    BinaryMask clicks(Encoded encoded, List<Prompts.InputPoint> points) {
        Framing framing = encoded.sample().framing();
        Prompts clicks = new Prompts(List.of(points), List.of(), Optional.empty());
        MaskDecoder.Masks masks = sam.masks(encoded.decoder(), encoded.embedding(), clicks, false);
        return sam.mask(masks.logits(), framing, framing.original());
    }

    /** Weights that diverged in the last step would go on as masks of nothing. */
    private static void requireNumbers(NDArray logits, Sample sample) {
        if (!Float.isFinite(logits.sum().getFloat())) {
            throw new SyrException(
                    SyrException.Kind.TRAINING_FAILED,
                    "the logits of " + sample.name() + " are NaN or infinite: the weights have diverged.",
                    "Try a lower learningRate.");
        }
    }

    /** Component by component; hole error over those that have one. */
    public static Scores mean(List<Scores> scores) {
        return new Scores(
                scores.stream().mapToDouble(Scores::dice).average().orElseThrow(),
                scores.stream().mapToDouble(Scores::iou).average().orElseThrow(),
                scores.stream().mapToDouble(Scores::boundaryIou).average().orElseThrow(),
                scores.stream()
                        .map(Scores::holeError)
                        .flatMapToDouble(OptionalDouble::stream)
                        .average(),
                scores.stream().mapToDouble(Scores::diceCe).average().orElseThrow());
    }
}
