package io.github.syr.annotation;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Dataset.Split;
import java.util.List;
import java.util.Optional;

/**
 * An image with its objects, as it comes into a data set.
 *
 * @param image relative to the data set's folder with {@code /}
 * @param content of its file, if that is not there yet
 * @param picture upright
 * @param split if the data set gives splits
 * @param objects at least one; their labels are those that are written
 */
record Addition(
        String image, Optional<byte[]> content, RgbImage picture, Optional<Split> split, List<NewObject> objects) {

    /** Writes the image itself, if it is not there yet. */
    void writeImage(NewFiles files) {
        content.ifPresent(bytes -> files.create(image, bytes));
    }

    /** The name of its file without the folder. */
    String name() {
        return image.substring(image.lastIndexOf('/') + 1);
    }

    List<BinaryMask> masks() {
        return objects.stream().map(NewObject::mask).toList();
    }
}
