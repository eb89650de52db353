package io.github.syr.annotation;

import io.github.syr.message.Dataset.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How files and folders say which split they are of. */
final class SplitWords {

    private SplitWords() {}

    /**
     * {@code train}, {@code training}, {@code validation}, {@code valid}, {@code val}, {@code test}, {@code testing};
     * in any case.
     */
    static Optional<Split> ofWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(Split.TRAIN);
            case "validation", "valid", "val" -> Optional.of(Split.VALIDATION);
            case "test", "testing" -> Optional.of(Split.TEST);
            default -> Optional.empty();
        };
    }

    /** The split that a folder's own name tells, as {@code train2017} does. */
    static Optional<Split> ofFolder(String name) {
        return ofWord(name.replaceAll("\\d+$", ""));
    }

    /** The one split that a file's name tells, as {@code instances_val2017.json} does; none if it tells several. */
    static Optional<Split> ofFileName(String name) {
        Set<Split> told = Arrays.stream(DatasetFolder.stem(name).split("[^A-Za-z]+"))
                .map(SplitWords::ofWord)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return told.size() == 1 ? Optional.of(told.iterator().next()) : Optional.empty();
    }

    /** The split that the nearest of a file's folders tells, as {@code train2017/ring.jpg} does. */
    static Optional<Split> ofFolders(String name) {
        List<String> folders = Arrays.asList(name.split("/")).subList(0, name.split("/").length - 1);
        List<String> nearestFirst = new ArrayList<>(folders);
        Collections.reverse(nearestFirst);
        return nearestFirst.stream()
                .map(SplitWords::ofFolder)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
