package io.github.syr.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.image.BinaryMask;
import io.github.syr.metrics.DiceCe;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.message.Evaluation;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ObjIntConsumer;

/** Judges a model on samples, at their original size, prompted by their boxes as they are annotated. */
public final class Scorer {

    private final Sam sam;

    public Scorer(Sam sam) {
        this.sam = sam;
    }

    /**
     * What the model makes of an image.
     *
     * @param scores means over the objects
     * @param predicted each object's mask
     */
    public record Judged(Sample sample, Evaluation.Scores scores, List<BinaryMask> predicted) {}

    /** Takes an object's logits (height x width) and its number. */
    private interface Logits extends ObjIntConsumer<float[]> {}

    /** All five metrics of one image. */
    public Judged judge(Sample sample) {
        List<Evaluation.Scores> each = new ArrayList<>();
        List<BinaryMask> masks = new ArrayList<>();
        predict(sample, (logits, i) -> {
            Sample.AnnotatedMask object = sample.objects().get(i);
            BinaryMask predicted = above(logits, sample);
            masks.add(predicted);
            SegmentationMetrics metrics = SegmentationMetrics.of(object.mask(), predicted);
            each.add(new Evaluation.Scores(
                    metrics.dice(), metrics.iou(), metrics.boundaryIou(), metrics.holeError(), DiceCe.of(logits, object.mask()).total()));
        });
        return new Judged(sample, mean(each), masks);
    }

    /** Mean Dice over the images, for choosing an epoch. */
    public double meanDice(Samples samples, Runnable checkStopped) {
        double sum = 0;
        for (int n = 0; n < samples.size(); n++) {
            checkStopped.run();
            Sample sample = samples.get(n);
            double[] dice = {0};
            predict(sample, (logits, i) ->
                    dice[0] += SegmentationMetrics.dice(sample.objects().get(i).mask(), above(logits, sample)));
            sum += dice[0] / sample.objects().size();
        }
        return sum / samples.size();
    }

    private void predict(Sample sample, Logits consumer) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray embedding = sam.imageEncoder().forward(sam.input(scope, sample.resized()));
            for (int i = 0; i < sample.objects().size(); i++) {
                try (NDManager one = scope.newSubManager()) {
                    embedding.tempAttach(one);
                    Sample.AnnotatedMask object = sample.objects().get(i);
                    MaskDecoder.Masks masks = sam.maskDecoder()
                            .forward(
                                    embedding,
                                    sam.promptEncoder().forward(one, Prompts.ofBoxes(List.of(sample.scaled(object.box())))),
                                    false);
                    float[] logits = sam.postprocess(
                                    masks.logits(), Sam.Size.of(sample.resized()), sample.width(), sample.height())
                            .toFloatArray();
                    consumer.accept(logits, i);
                }
            }
        }
    }

    private static BinaryMask above(float[] logits, Sample sample) {
        BitSet bits = new BitSet(logits.length);
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > 0) {
                bits.set(i);
            }
        }
        return new BinaryMask(sample.width(), sample.height(), bits);
    }

    /** Component by component; hole error over those that have one. */
    public static Evaluation.Scores mean(List<Evaluation.Scores> scores) {
        return new Evaluation.Scores(
                scores.stream().mapToDouble(Evaluation.Scores::dice).average().orElseThrow(),
                scores.stream().mapToDouble(Evaluation.Scores::iou).average().orElseThrow(),
                scores.stream().mapToDouble(Evaluation.Scores::boundaryIou).average().orElseThrow(),
                scores.stream().map(Evaluation.Scores::holeError).flatMapToDouble(OptionalDouble::stream).average(),
                scores.stream().mapToDouble(Evaluation.Scores::diceCe).average().orElseThrow());
    }
}
