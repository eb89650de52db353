package io.github.syr.annotation;

import io.github.syr.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves out what has no area: polygons of two points, circles of radius 0, run lengths of nothing. Tools write such
 * for an object that was begun and not drawn, or for a click that was meant elsewhere.
 */
final class Degenerate {

    private final PlaceList objects = new PlaceList();
    private final PlaceList shapes = new PlaceList();

    /** The images with those objects that have an area. */
    List<AnnotatedImage> removeFrom(List<AnnotatedImage> images) {
        return images.stream()
                .map(image -> image.withObjects(image.objects().stream()
                        .map(this::withArea)
                        .flatMap(Optional::stream)
                        .toList()))
                .toList();
    }

    private Optional<AnnotatedObject> withArea(AnnotatedObject object) {
        if (object.mask() instanceof MaskSource.Drawn drawn) {
            List<Shape> kept = drawn.shapes().stream().filter(Shape::hasArea).toList();
            if (kept.isEmpty()) {
                return leaveOut(object.place());
            }
            if (kept.size() == drawn.shapes().size()) {
                return Optional.of(object);
            }
            shapes.add(object.place());
            return Optional.of(object.withMask(new MaskSource.Drawn(kept, drawn.evenOdd())));
        }
        if (object.mask() instanceof MaskSource.Runs runs && runs.rle().isEmpty()) {
            return leaveOut(object.place());
        }
        return Optional.of(object);
    }

    private Optional<AnnotatedObject> leaveOut(Place place) {
        objects.add(place);
        return Optional.empty();
    }

    /** What was left out, a sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        objects.sentence("object has no area and is left out", "objects have no area and are left out")
                .ifPresent(warnings::add);
        shapes.sentence(
                        "object has a shape without an area, which is left out",
                        "objects have shapes without an area, which are left out")
                .ifPresent(warnings::add);
        return warnings;
    }
}
