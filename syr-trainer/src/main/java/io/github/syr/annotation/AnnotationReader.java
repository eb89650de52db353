package io.github.syr.annotation;

import io.github.syr.message.Request;

/** Reads annotations of one format. */
sealed interface AnnotationReader
        permits SyrReader, LabelMeReader, CocoReader, ViaReader, FoldersReader, CutOutsReader {

    /**
     * Reads a data set.
     *
     * @param settings labels that aren't asked for are left out; the rest as the format needs it
     * @throws io.github.syr.error.SyrException if an annotation is broken, or an image or a mask is missing
     */
    Annotations read(DatasetFolder folder, Request.DataSource settings);
}
