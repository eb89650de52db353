package io.github.syr.gate;

import io.github.syr.message.Evaluation;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a release that an adapter is compared with.
 *
 * @param name as messages call it: {@code 1.0}
 * @param mean over its test images
 * @param images by the SHA-256 of the image file; empty where they are not known
 */
public record Release(String name, Figures mean, Map<String, Figures> images) {

    public Release {
        images = Map.copyOf(images);
    }

    /**
     * How good it was.
     *
     * @param holeError none where no image has a hole
     */
    public record Figures(double dice, OptionalDouble holeError) {}

    /** Whether both were tested on some image, or nothing is known of the release's images. */
    public boolean isComparable(Evaluation evaluation) {
        return images.isEmpty()
                || evaluation.chosenModel().images().stream().anyMatch(image -> images.containsKey(image.sha256()));
    }
}
