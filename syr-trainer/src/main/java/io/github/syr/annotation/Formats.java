package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Request.Format;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which format a data set is in, and what reads it. */
final class Formats {

    private static final String LOOKED_FOR =
            "Looked for: annotations.json with mask_path (syr); JSON with images and annotations (coco); JSON with shapes (labelme);"
                    + " JSON with _via_img_metadata or regions (via); folders images and masks (folders); a folder cutouts (cutouts).";

    private Formats() {}

    /**
     * Finds the format by looking. Annotation files come before folders, for they say more: the predecessor's layout
     * has folders {@code images} and {@code masks} too.
     *
     * @throws SyrException if there is none, or several
     */
    static Format detect(DatasetFolder folder) {
        Set<Format> found = found(folder);
        Path path = folder.annotationFile().orElse(folder.root());
        if (found.isEmpty()) {
            ForeignFormats.refuse(folder);
            String what = folder.names().isEmpty()
                    ? "there is no image and no JSON file in it."
                    : "holds annotations of no known format.";
            throw SyrException.badData(
                    path, what + " " + LOOKED_FOR, "Check the path in <dataset>, or name the <format>.");
        }
        if (found.size() > 1) {
            String names = found.stream().map(Formats::word).collect(Collectors.joining(" and "));
            throw SyrException.badData(
                    path,
                    "holds annotations of several formats: " + names + ". " + LOOKED_FOR,
                    "Name one in <format>, or the annotation file in <dataset>.");
        }
        return found.iterator().next();
    }

    /**
     * The format in which an annotation is added: as {@link #detect} finds it; LabelMe's where a folder holds no
     * annotation at all.
     */
    static Format ofAddition(DatasetFolder folder) {
        if (folder.annotationFile().isEmpty() && found(folder).isEmpty()) {
            ForeignFormats.refuse(folder);
            return Format.LABELME;
        }
        return detect(folder);
    }

    private static Set<Format> found(DatasetFolder folder) {
        Set<Format> found = EnumSet.noneOf(Format.class);
        for (Path file : folder.jsonFiles()) {
            JsonShape shape = folder.shape(file);
            if (isSyr(folder, file, shape)) {
                found.add(Format.SYR);
            } else if (CocoReader.matches(shape)) {
                found.add(Format.COCO);
            } else if (LabelMeReader.matches(shape)) {
                found.add(Format.LABELME);
            } else if (ViaReader.matches(shape)) {
                found.add(Format.VIA);
            }
        }
        if (found.isEmpty() && folder.annotationFile().isEmpty()) {
            if (FoldersReader.matches(folder)) {
                found.add(Format.FOLDERS);
            }
            if (CutOutsReader.matches(folder)) {
                found.add(Format.CUTOUTS);
            }
        }
        return found;
    }

    private static boolean isSyr(DatasetFolder folder, Path file, JsonShape shape) {
        boolean named =
                folder.annotationFile().isPresent() || folder.nameOf(file).equals(SyrReader.FILE);
        boolean splitsOnly = !shape.keys().get(0).isEmpty()
                && shape.keys().get(0).stream()
                        .allMatch(key -> SplitWords.ofWord(key).isPresent());
        return named && (splitsOnly || shape.has(2, "mask_path"));
    }

    /**
     * The JSON files of one format.
     *
     * @throws SyrException if there is none
     */
    static List<Path> filesOf(Format format, DatasetFolder folder, Predicate<JsonShape> matches) {
        List<Path> files = folder.jsonFiles().stream()
                .filter(file -> matches.test(folder.shape(file)))
                .toList();
        if (files.isEmpty()) {
            ForeignFormats.refuse(folder);
            throw SyrException.badData(
                    folder.annotationFile().orElse(folder.root()),
                    "holds no annotations of the format " + word(format) + ". " + LOOKED_FOR,
                    "Check <dataset> and <format>.");
        }
        return files;
    }

    /** As the user writes it. */
    static String word(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    static AnnotationReader reader(Format format, DatasetFolder folder) {
        return switch (format) {
            case AUTO -> reader(detect(folder), folder);
            case SYR -> new SyrReader();
            case LABELME -> new LabelMeReader();
            case COCO -> new CocoReader();
            case VIA -> new ViaReader();
            case FOLDERS -> new FoldersReader();
            case CUTOUTS -> new CutOutsReader();
        };
    }
}
