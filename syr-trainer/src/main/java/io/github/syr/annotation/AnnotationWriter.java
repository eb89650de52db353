package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Adds an annotated image to a data set in one format: the counterpart of an {@link AnnotationReader}. */
sealed interface AnnotationWriter
        permits SyrWriter, LabelMeWriter, CocoWriter, ViaWriter, FoldersWriter, CutOutsWriter {

    static AnnotationWriter of(DatasetState state) {
        return switch (state.format()) {
            case SYR -> new SyrWriter(state);
            case LABELME -> new LabelMeWriter(state);
            case COCO -> new CocoWriter(state);
            case VIA -> new ViaWriter(state);
            case FOLDERS -> new FoldersWriter(state);
            case CUTOUTS -> new CutOutsWriter(state);
            case AUTO -> throw new IllegalArgumentException("the format is to be found out before");
        };
    }

    /** The splits that an image can be added to, where the data set gives splits. */
    default List<Split> splits() {
        return Arrays.asList(Split.values());
    }

    /** The split of an image that lies in the data set's folder already. */
    default Optional<Split> splitOf(String image) {
        return SplitWords.ofFolders(image);
    }

    /** The folder that a new image of a split comes into. */
    String folderFor(Optional<Split> split);

    /** Suffixes of the file that is written for an image, the usual one first. */
    default List<String> suffixes(List<String> ofContent) {
        return ofContent;
    }

    /** Whether a new image can have this path: neither it nor what is written beside it takes another's place. */
    boolean isFree(String image);

    /** Whether objects have labels, and what one is called whose label nobody knows. */
    Optional<String> defaultLabel();

    /** Writes the image, if it is new, and its annotation; what names other files comes last. */
    void write(Addition addition, NewFiles files);

    /** The refusal of an image that has an annotation. */
    static SyrException alreadyAnnotated(Path image, Object place) {
        return SyrException.badRequest(
                image + " has an annotation already: " + place + ".",
                "Change that with the tool that made it, or delete it first.");
    }
}
