package io.github.syr.gate;

import io.github.syr.adapter.Scores;
import io.github.syr.message.Evaluation;
import io.github.syr.message.ReleaseEvaluation;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a release that an adapter is compared with.
 *
 * @param name as messages call it: {@code 1.0}
 * @param mean over its test images
 * @param images by the SHA-256 of the image file; empty where they are not known
 * @param overlays of its predictions, by the SHA-256 of the image file; relative to the output folder
 */
public record Release(String name, Figures mean, Map<String, Figures> images, Map<String, String> overlays) {

    public Release {
        images = Map.copyOf(images);
        overlays = Map.copyOf(overlays);
    }

    /** As its own build evaluated it: it has no overlays here. */
    public Release(String name, Figures mean, Map<String, Figures> images) {
        this(name, mean, images, Map.of());
    }

    /** As it was evaluated on today's test images. */
    public static Release evaluatedAnew(ReleaseEvaluation evaluation) {
        Map<String, Figures> images = new HashMap<>();
        evaluation.images().forEach(image -> images.put(image.sha256(), Figures.of(image.scores())));
        return new Release(
                evaluation.release() + ", evaluated anew", Figures.of(evaluation.test()), images, overlays(evaluation));
    }

    /** The same figures, with overlays of an evaluation on today's test images. */
    public Release withOverlays(ReleaseEvaluation evaluation) {
        return new Release(name, mean, images, overlays(evaluation));
    }

    private static Map<String, String> overlays(ReleaseEvaluation evaluation) {
        Map<String, String> overlays = new HashMap<>();
        evaluation.images().forEach(image -> overlays.put(image.sha256(), image.overlay()));
        return overlays;
    }

    /**
     * How good it was.
     *
     * @param holeError none where no image has a hole
     */
    public record Figures(double dice, OptionalDouble holeError) {

        static Figures of(Scores scores) {
            return new Figures(scores.dice(), scores.holeError());
        }
    }

    /** Whether both were tested on some image, or nothing is known of the release's images. */
    public boolean isComparable(Evaluation evaluation) {
        return images.isEmpty()
                || evaluation.chosenModel().images().stream().anyMatch(image -> images.containsKey(image.sha256()));
    }
}
