package io.github.syr.sam;

import java.util.List;
import java.util.Optional;

/**
 * Prompts for one image, one entry a mask asked for; coordinates are pixels of the model's resized input, real numbers,
 * not shifted (the prompt encoder adds its own half pixel).
 *
 * @param points by prompt, the same number each; empty where there are none
 * @param boxes by prompt, x0 y0 x1 y1; empty where there are none
 * @param masks by prompt, low-resolution logits, 4G x 4G numbers each; empty where there are none
 */
public record Prompts(List<List<InputPoint>> points, List<float[]> boxes, Optional<List<float[]>> masks) {

    /**
     * A click.
     *
     * @param foreground whether it is on the object, or on what doesn't belong to it
     */
    public record InputPoint(float x, float y, boolean foreground) {}

    /** @throws IllegalArgumentException if the lists don't fit together */
    public Prompts {
        int n = Math.max(points.size(), boxes.size());
        if (n == 0 || !points.isEmpty() && points.size() != n || !boxes.isEmpty() && boxes.size() != n) {
            throw new IllegalArgumentException(points.size() + " lists of points don't fit " + boxes.size() + " boxes");
        }
        if (points.stream().mapToInt(List::size).distinct().count() > 1) {
            throw new IllegalArgumentException("prompts of one call have the same number of points each");
        }
        if (masks.isPresent() && masks.get().size() != n) {
            throw new IllegalArgumentException(masks.get().size() + " masks don't fit " + n + " prompts");
        }
    }

    /** Boxes alone. */
    public static Prompts ofBoxes(List<float[]> boxes) {
        return new Prompts(List.of(), boxes, Optional.empty());
    }

    /** How many masks are asked for. */
    public int count() {
        return Math.max(points.size(), boxes.size());
    }
}
