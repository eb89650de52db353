package io.github.syr.demo.model;

import io.github.syr.segment.SegmentedImage;
import java.util.OptionalDouble;

/** How far a model is with an image. */
public sealed interface Encoding {

    /** Others are before it. */
    record Waiting() implements Encoding {}

    /**
     * It is at work, or loads the model first.
     *
     * @param seconds so far
     * @param expected what the last image took with this model
     */
    record Running(double seconds, OptionalDouble expected) implements Encoding {}

    /** It can be asked. */
    record Ready(SegmentedImage image) implements Encoding {}

    /** @param reason in words for the user */
    record Failed(String reason) implements Encoding {}
}
