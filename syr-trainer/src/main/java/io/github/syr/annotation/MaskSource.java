package io.github.syr.annotation;

import io.github.syr.image.Rle;
import java.nio.file.Path;
import java.util.List;

/** What an object's mask is made from. */
sealed interface MaskSource {

    /**
     * Shapes drawn onto each other.
     *
     * @param evenOdd whether a pixel belongs that is in an odd number of them, so that a shape in a shape is a hole;
     *     else one that is in any of them
     */
    record Drawn(List<Shape> shapes, boolean evenOdd) implements MaskSource {}

    /** COCO's run lengths. */
    record Runs(Rle rle) implements MaskSource {}

    /** A picture of the mask: a pixel belongs from a grey level on. */
    record MaskFile(Path file) implements MaskSource {}

    /**
     * The object cut out: on transparent ground, or on black where nothing is transparent.
     *
     * @param alone whether there is no photograph beside it, so that only transparency can tell
     */
    record CutOutFile(Path file, boolean alone) implements MaskSource {}
}
