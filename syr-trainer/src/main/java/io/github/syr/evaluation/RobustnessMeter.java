package io.github.syr.evaluation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.mask.MaskOps;
import io.github.syr.message.Evaluation;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.sam.Framing;
import io.github.syr.sam.Prompts;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Measures how much boxes may be off, and what clicks give: Dice on the test images, at their original size. */
final class RobustnessMeter {

    private static final int[] LARGER = {0, 5, 10, 20, 40};
    private static final int OFF = 10;
    private static final int CLICKS = 3;

    private final Scorer scorer;
    private final long seed;

    /** @param seed of the boxes whose sides are off at random */
    RobustnessMeter(Scorer scorer, long seed) {
        this.scorer = scorer;
        this.seed = seed;
    }

    /** @param afterImage called after each image; what it throws ends it */
    Evaluation.Robustness measure(String model, Samples test, Runnable afterImage) {
        Map<String, List<Double>> dice = new LinkedHashMap<>();
        for (int i = 0; i < test.size(); i++) {
            Map<String, List<Double>> ofObjects = new LinkedHashMap<>();
            SplittableRandom random = new SplittableRandom(seed + i);
            scorer.predict(
                    test.get(i),
                    (encoded, object) -> measure(encoded, object, random)
                            .forEach((prompt, value) -> ofObjects
                                    .computeIfAbsent(prompt, any -> new ArrayList<>())
                                    .add(value)));
            ofObjects.forEach((prompt, values) ->
                    dice.computeIfAbsent(prompt, any -> new ArrayList<>()).add(mean(values)));
            afterImage.run();
        }
        List<Evaluation.PromptScores> prompts = new ArrayList<>();
        dice.forEach((prompt, values) -> prompts.add(new Evaluation.PromptScores(
                prompt, mean(values), values.stream().mapToDouble(v -> v).min().orElseThrow())));
        return new Evaluation.Robustness(model, prompts);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }

    private Map<String, Double> measure(Scorer.Encoded encoded, Sample.AnnotatedMask object, SplittableRandom random) {
        Map<String, Double> dice = new LinkedHashMap<>();
        Sample sample = encoded.sample();
        for (int pixels : LARGER) {
            String words = pixels == 0 ? "box" : "box, each side " + pixels + " px outwards";
            dice.put(words, box(encoded, object, larger(object.box(), pixels, sample)));
        }
        dice.put("box, each side up to " + OFF + " px off", box(encoded, object, off(object.box(), sample, random)));
        dice.put("1 click", SegmentationMetrics.dice(object.mask(), scorer.click(encoded, object)));
        dice.put(CLICKS + " clicks", SegmentationMetrics.dice(object.mask(), clicks(encoded, object)));
        return dice;
    }

    private double box(Scorer.Encoded encoded, Sample.AnnotatedMask object, Box box) {
        return SegmentationMetrics.dice(object.mask(), scorer.box(encoded, box).mask());
    }

    /** Not out of the image. */
    static Box larger(Box box, int pixels, Sample sample) {
        return Box.of(
                Math.max(Math.min(box.x0(), 0), box.x0() - pixels),
                Math.max(Math.min(box.y0(), 0), box.y0() - pixels),
                Math.min(Math.max(box.x1(), sample.width()), box.x1() + pixels),
                Math.min(Math.max(box.y1(), sample.height()), box.y1() + pixels));
    }

    /** Each side by its own number of pixels, inwards or outwards, but by less than half of the box. */
    static Box off(Box box, Sample sample, SplittableRandom random) {
        double x = Math.min(OFF, (box.x1() - box.x0()) / 2 - 1);
        double y = Math.min(OFF, (box.y1() - box.y0()) / 2 - 1);
        return Box.of(
                Math.max(0, box.x0() + draw(x, random)),
                Math.max(0, box.y0() + draw(y, random)),
                Math.min(sample.width(), box.x1() + draw(x, random)),
                Math.min(sample.height(), box.y1() + draw(y, random)));
    }

    private static double draw(double most, SplittableRandom random) {
        double drawn = (2 * random.nextDouble() - 1) * most;
        return most <= 0 ? 0 : drawn;
    }

    /**
     * As a person corrects: the first click on the innermost pixel of the object, each other one on the innermost pixel
     * of what is missed or of what is added, whichever is larger (Xu et al. 2016).
     */
    private BinaryMask clicks(Scorer.Encoded encoded, Sample.AnnotatedMask object) {
        BinaryMask truth = object.mask();
        List<Prompts.InputPoint> points = new ArrayList<>();
        BinaryMask found = new BinaryMask(truth.width(), truth.height());
        for (int click = 0; click < CLICKS; click++) {
            BinaryMask missed = without(truth, found);
            BinaryMask added = without(found, truth);
            boolean foreground = missed.area() >= added.area();
            BinaryMask error = foreground ? missed : added;
            if (error.isEmpty()) {
                break;
            }
            int pixel = MaskOps.innermost(error);
            Framing framing = encoded.sample().framing();
            points.add(framing.point(pixel % truth.width(), pixel / truth.width(), foreground));
            found = click == 0 ? scorer.click(encoded, object) : scorer.clicks(encoded, points);
        }
        return found;
    }

    private static BinaryMask without(BinaryMask mask, BinaryMask other) {
        BitSet bits = (BitSet) mask.bits().clone();
        bits.andNot(other.bits());
        return new BinaryMask(mask.width(), mask.height(), bits);
    }
}
