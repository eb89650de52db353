package io.github.syr.annotation;

import io.github.syr.image.Size;
import io.github.syr.json.Place;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image as its annotations have it; nothing of it is decoded yet.
 *
 * @param file the image, which exists
 * @param split if the annotations tell it
 * @param declared the upright image's size according to the annotations, if they say it
 * @param objects what is on it
 * @param place where it is annotated
 */
record AnnotatedImage(
        Path file, Optional<Split> split, Optional<Size> declared, List<AnnotatedObject> objects, Place place) {

    AnnotatedImage withObjects(List<AnnotatedObject> others) {
        return new AnnotatedImage(file, split, declared, others, place);
    }

    /** The file's name without its folder. */
    String name() {
        return file.getFileName().toString();
    }
}
