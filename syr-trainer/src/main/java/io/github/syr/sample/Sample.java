package io.github.syr.sample;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.sam.Framing;
import java.util.List;

/**
 * An image as it is trained on or judged.
 *
 * @param name the file's, for messages
 * @param sha256 of the image file
 * @param width of the original, pixels, upright
 * @param height of the original, pixels, upright
 * @param resized as it enters the model, before padding
 * @param objects at least one
 */
public record Sample(String name, String sha256, int width, int height, RgbImage resized, List<AnnotatedMask> objects) {

    /**
     * What has one mask and one box.
     *
     * @param box in pixels of the original image
     * @param mask in the original's size, or smaller where the loss is bounded
     */
    public record AnnotatedMask(Box box, BinaryMask mask) {}

    /** Where the image lies in the model's input. */
    public Framing framing() {
        return new Framing(new Size(width, height), Size.of(resized));
    }
}
