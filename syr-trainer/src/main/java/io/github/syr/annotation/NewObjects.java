package io.github.syr.annotation;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.error.SyrException;
import io.github.syr.image.Size;
import java.util.List;
import java.util.Optional;

/** What objects have to be like to come into a data set, and what they are called there. */
final class NewObjects {

    private NewObjects() {}

    /**
     * @param size of the upright image
     * @throws SyrException if there is none, or a mask is empty, the whole image, or of another size
     */
    static void require(List<NewObject> objects, Size size) {
        if (objects.isEmpty()) {
            throw SyrException.badRequest("the image has no object.", "Mark one at least.");
        }
        for (int i = 0; i < objects.size(); i++) {
            String mask = "the mask of object " + (i + 1);
            Size own = Size.of(objects.get(i).mask());
            int area = objects.get(i).mask().area();
            if (!own.equals(size)) {
                throw SyrException.badRequest(
                        mask + " has " + own + ", but the upright image has " + size + ".",
                        "Make both of one size; a photograph that EXIF turns is taken upright.");
            }
            if (area == 0) {
                throw SyrException.badRequest(mask + " has no pixel.", "Mark the object, or leave it out.");
            }
            if (area == size.width() * size.height()) {
                throw SyrException.badRequest(mask + " is the whole image.", "Mark the object only.");
            }
        }
    }

    /**
     * The objects with the labels that are written. Where none is given it is the data set's only one.
     *
     * @param unknown what an object is called whose label nobody knows; empty if the format has no labels
     * @throws SyrException if a label is not one that training takes, or it isn't clear which is meant
     */
    static List<NewObject> labelled(List<NewObject> objects, DatasetState state, Optional<String> unknown) {
        return objects.stream()
                .map(object -> new NewObject(
                        unknown.map(word -> label(object.label().strip(), state, word))
                                .orElse(""),
                        object.mask()))
                .toList();
    }

    /** The labels that training takes, sorted. */
    static List<String> labels(DatasetState state) {
        List<String> wanted = state.settings().labels();
        return (wanted.isEmpty() ? state.annotations().labels() : wanted)
                .stream().filter(label -> !label.isEmpty()).sorted().toList();
    }

    private static String label(String given, DatasetState state, String unknown) {
        List<String> wanted = state.settings().labels();
        if (given.isEmpty()) {
            List<String> known = labels(state);
            if (known.size() > 1) {
                throw SyrException.badRequest(
                        "an object has no label, and the data set has several: " + String.join(", ", known) + ".",
                        "Choose one.");
            }
            return known.isEmpty() ? unknown : known.get(0);
        }
        if (!wanted.isEmpty() && !wanted.contains(given)) {
            throw SyrException.badRequest(
                    "the label \"" + given + "\" is not among those that training takes: " + String.join(", ", wanted)
                            + ".",
                    "Choose one of them, or add it to <labels>.");
        }
        return given;
    }
}
