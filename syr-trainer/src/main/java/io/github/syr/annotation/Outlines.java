package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Polygon;
import java.util.List;
import java.util.stream.Stream;

/** A mask as outlines along the edges of its pixels. */
final class Outlines {

    private Outlines() {}

    /** Of all parts and their holes: drawn onto each other, even-odd, they are the mask. */
    static List<List<Polygon.Corner>> of(BinaryMask mask) {
        return mask.polygons().stream()
                .flatMap(part -> Stream.concat(Stream.of(part.exterior()), part.holes().stream()))
                .toList();
    }
}
