package io.github.syr.annotation;

import io.github.syr.json.Place;
import java.util.Optional;

/**
 * An object as its annotation has it.
 *
 * @param label its category; empty where the format has none
 * @param box in pixels of the upright image, if the annotation gives it; see {@link ObjectBoxes}
 * @param mask what its mask is made from
 * @param place where it is annotated
 */
record AnnotatedObject(String label, Optional<GivenBox> box, MaskSource mask, Place place) {

    AnnotatedObject withMask(MaskSource other) {
        return new AnnotatedObject(label, box, other, place);
    }
}
