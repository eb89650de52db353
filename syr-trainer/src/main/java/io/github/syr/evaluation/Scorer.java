package io.github.syr.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.metrics.DiceCe;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

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
     * @param predicted each object's mask
     */
    public record Judgement(Sample sample, Scores scores, List<BinaryMask> predicted) {}

    /** Takes an object's logits, 1 x 1 x height x width, and its number. */
    private interface Logits extends ObjIntConsumer<NDArray> {}

    /** All five metrics of one image. */
    public Judgement judge(Sample sample) {
        List<Scores> each = new ArrayList<>();
        List<BinaryMask> masks = new ArrayList<>();
        predict(sample, (logits, i) -> {
            Sample.AnnotatedMask object = sample.objects().get(i);
            BinaryMask predicted = Sam.mask(logits);
            masks.add(predicted);
            SegmentationMetrics metrics = SegmentationMetrics.of(object.mask(), predicted);
            each.add(new Scores(
                    metrics.dice(),
                    metrics.iou(),
                    metrics.boundaryIou(),
                    metrics.holeError(),
                    DiceCe.of(logits.toFloatArray(), object.mask()).total()));
        });
        return new Judgement(sample, mean(each), masks);
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
                    (logits, i) -> dice[0] +=
                            SegmentationMetrics.dice(sample.objects().get(i).mask(), Sam.mask(logits)));
            sum += dice[0] / sample.objects().size();
            done.accept(n + 1);
        }
        return sum / samples.size();
    }

    private void predict(Sample sample, Logits consumer) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray embedding = sam.imageEncoder().forward(sam.input(scope, sample.resized()));
            for (int i = 0; i < sample.objects().size(); i++) {
                try (NDManager one = scope.newSubManager()) {
                    embedding.tempAttach(one);
                    Prompts box = Prompts.ofBoxes(
                            List.of(sample.framing().box(sample.objects().get(i).box())));
                    MaskDecoder.Masks masks = sam.masks(decoder.apply(one), embedding, box, false);
                    requireNumbers(masks.logits(), sample);
                    consumer.accept(
                            sam.postprocess(
                                    masks.logits(),
                                    sample.framing(),
                                    sample.framing().original()),
                            i);
                }
            }
        }
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
