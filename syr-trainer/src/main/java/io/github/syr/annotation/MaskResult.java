package io.github.syr.annotation;

import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;

/**
 * What making the masks came to.
 *
 * @param dataset as {@code dataset.json} has it
 * @param format the data set's, as it was found out
 * @param upToDate whether there was nothing to do
 */
public record MaskResult(Dataset dataset, Format format, boolean upToDate) {

    public int objects() {
        return dataset.images().stream()
                .mapToInt(image -> image.objects().size())
                .sum();
    }

    /** As {@code masks: 36 train, 12 validation, 12 test images (format syr, 60 objects), up to date}. */
    public String summary() {
        return "masks: " + dataset.of(Split.TRAIN).size() + " train, "
                + dataset.of(Split.VALIDATION).size() + " validation, "
                + dataset.of(Split.TEST).size() + " test images (format " + Formats.word(format) + ", " + objects()
                + (objects() == 1 ? " object)" : " objects)") + (upToDate ? ", up to date" : "");
    }
}
