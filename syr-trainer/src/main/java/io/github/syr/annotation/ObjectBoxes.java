package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.Size;
import io.github.syr.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about the boxes that annotations give, by the masks that they are around; remembers what it changed. */
final class ObjectBoxes {

    /** Annotation tools round; a box that stands out by no more than this is taken as it is. */
    private static final double ROUNDING = 0.5;

    /**
     * How far a mask may reach out of its box: this share of the box's side, and pixels. A box drawn by hand may cut a
     * little off.
     */
    private static final double MASK_OUTSIDE = 0.2;

    private static final double MASK_OUTSIDE_PIXELS = 4;

    /** The least intersection over union with the mask's own box that a box has to have to be cut off at the border. */
    private static final double CLIPPED_OVERLAP = 0.5;

    private final PlaceList replaced = new PlaceList();
    private final PlaceList clipped = new PlaceList();

    /**
     * The box of an object: as it is given; what of it is on the image, if it reaches out; the mask's own, if none is
     * given or it is inverted or empty.
     *
     * @param mask not empty
     * @throws SyrException if the given box and the mask are of two places
     */
    Box of(Optional<GivenBox> given, BinaryMask mask, Place place) {
        Box own = mask.box().orElseThrow();
        if (given.isEmpty()) {
            return own;
        }
        Optional<Box> box = given.get().box();
        if (box.isEmpty()) {
            replaced.add(place);
            return own;
        }
        Optional<Box> within = given.get().within(Size.of(mask));
        if (within.isEmpty() || !isAround(box.get(), own)) {
            throw notAround(given.get(), own, Size.of(mask), place);
        }
        if (reach(box.get(), within.get()) <= ROUNDING) {
            return box.get();
        }
        if (overlap(within.get(), own) < CLIPPED_OVERLAP) {
            throw notAround(given.get(), own, Size.of(mask), place);
        }
        clipped.add(place);
        return within.get();
    }

    private static SyrException notAround(GivenBox given, Box own, Size image, Place place) {
        return place.error(
                "the box " + given + " is not the mask's, whose own box is " + GivenBox.of(own) + ", on an image of "
                        + image + ".",
                "Correct the one that is wrong. Both are in pixels of the upright image; run lengths are counted by"
                        + " columns in COCO.");
    }

    private static boolean isAround(Box box, Box mask) {
        double limit = Math.max(MASK_OUTSIDE_PIXELS, MASK_OUTSIDE * Math.max(box.width(), box.height()));
        return reach(mask, box) <= limit;
    }

    /** How far a box reaches out of another at most. */
    private static double reach(Box box, Box within) {
        return Math.max(
                Math.max(within.x0() - box.x0(), within.y0() - box.y0()),
                Math.max(box.x1() - within.x1(), box.y1() - within.y1()));
    }

    private static double overlap(Box a, Box b) {
        double width = Math.min(a.x1(), b.x1()) - Math.max(a.x0(), b.x0());
        double height = Math.min(a.y1(), b.y1()) - Math.max(a.y0(), b.y0());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (a.width() * a.height() + b.width() * b.height() - both);
    }

    /** What was changed, a sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        replaced.sentence(
                        "box is inverted or empty, and the mask's own is taken",
                        "boxes are inverted or empty, and the masks' own are taken")
                .ifPresent(warnings::add);
        clipped.sentence(
                        "box reaches out of its image and is cut off at the border",
                        "boxes reach out of their images and are cut off at the border")
                .ifPresent(warnings::add);
        return warnings;
    }
}
