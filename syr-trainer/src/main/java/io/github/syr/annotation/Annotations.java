package io.github.syr.annotation;

import io.github.syr.message.Event;
import java.util.List;
import java.util.Set;

/**
 * What a reader found.
 *
 * @param images in no particular order
 * @param labels every category that the data set has, those that nobody asked for included
 * @param notes what the user should know
 */
record Annotations(List<AnnotatedImage> images, Set<String> labels, List<Event.Note> notes) {}
