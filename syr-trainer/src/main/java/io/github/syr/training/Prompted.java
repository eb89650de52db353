package io.github.syr.training;

import io.github.syr.image.Box;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.sample.Sample;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An image of a batch with the prompts for its objects, all of one kind.
 *
 * @param boxes one an object; none for clicks alone
 * @param clicks those of each object, as many for each; none for boxes alone
 * @param random where a correcting click is put
 */
public record Prompted(
        Sample sample, PromptKind kind, List<Box> boxes, List<List<Click>> clicks, SplittableRandom random) {

    /** Prompted by boxes. */
    static Prompted byBoxes(Sample sample, List<Box> boxes) {
        return new Prompted(sample, PromptKind.BOX, boxes, List.of(), new SplittableRandom(0));
    }

    /** With the boxes as they are annotated. */
    public static Prompted exactly(Sample sample) {
        return byBoxes(
                sample, sample.objects().stream().map(Sample.AnnotatedMask::box).toList());
    }
}
