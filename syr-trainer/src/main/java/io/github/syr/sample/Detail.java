package io.github.syr.sample;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import java.util.List;

/**
 * A training image in more detail than the model takes, so that a view of a part of it is sharp.
 *
 * @param image the original, or shrunk
 * @param masks of the objects, in the order of {@link Sample#objects}; of the image's size
 */
public record Detail(RgbImage image, List<BinaryMask> masks) {}
