package io.github.syr.annotation;

import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import io.github.syr.message.Request.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A data set as it is before or after something is added. Other than for training it may hold photographs that nobody
 * has annotated yet.
 *
 * @param format never {@link Format#AUTO}
 */
record DatasetState(DatasetFolder folder, Format format, Request.DataSource settings, Annotations annotations) {

    /**
     * Reads a data set.
     *
     * @throws io.github.syr.error.SyrException if its format is unknown, or an annotation is broken
     */
    static DatasetState read(Request.DataSource settings, Path output) {
        DatasetFolder folder = DatasetFolder.open(settings, output);
        Format format = format(folder, settings);
        return new DatasetState(folder, format, settings, annotations(folder, format, settings));
    }

    static Format format(DatasetFolder folder, Request.DataSource settings) {
        return settings.format() == Format.AUTO ? Formats.ofAddition(folder) : settings.format();
    }

    private static Annotations annotations(DatasetFolder folder, Format format, Request.DataSource settings) {
        return switch (format) {
            case FOLDERS ->
                FoldersReader.annotations(
                        folder, PairedFolders.complete(folder, FoldersReader.IMAGES, FoldersReader.MASKS));
            case CUTOUTS ->
                isPaired(folder)
                        ? CutOutsReader.annotations(
                                folder, PairedFolders.complete(folder, FoldersReader.IMAGES, CutOutsReader.CUT_OUTS))
                        : CutOutsReader.alone(folder);
            case LABELME ->
                folder.jsonFiles().stream().noneMatch(file -> LabelMeReader.matches(folder.shape(file)))
                        ? new Annotations(List.of(), Set.of(), List.of())
                        : new LabelMeReader().read(folder, settings);
            default -> Formats.reader(format, folder).read(folder, settings);
        };
    }

    /** Whether photographs lie beside cut-outs, or will. */
    static boolean isPaired(DatasetFolder folder) {
        return CutOutsReader.isPaired(folder) || !CutOutsReader.matches(folder);
    }

    List<AnnotatedImage> annotated() {
        return annotations.images();
    }

    /** What the annotations know of an image of the data set. */
    Optional<AnnotatedImage> annotated(Path image) {
        return annotated().stream().filter(known -> known.file().equals(image)).findFirst();
    }

    /** The images, masks and cut-outs left out; relative to the folder, sorted. */
    List<String> images() {
        Set<String> masks = annotated().stream()
                .flatMap(image -> image.objects().stream())
                .map(AnnotatedObject::mask)
                .filter(MaskSource.MaskFile.class::isInstance)
                .map(mask -> folder.nameOf(((MaskSource.MaskFile) mask).file()))
                .collect(Collectors.toSet());
        return folder.names().stream()
                .filter(name -> isImage(name) && !masks.contains(name))
                .toList();
    }

    private boolean isImage(String name) {
        return switch (format) {
            case FOLDERS -> PairedFolders.isIn(name, FoldersReader.IMAGES);
            case CUTOUTS -> PairedFolders.isIn(name, isPaired(folder) ? FoldersReader.IMAGES : CutOutsReader.CUT_OUTS);
            default -> DatasetFolder.isImage(name) && !PairedFolders.isIn(name, FoldersReader.MASKS);
        };
    }

    /** Whether the data set itself says which image is in which split; else SYR chooses by hash. */
    boolean givesSplits() {
        return format == Format.SYR
                || placed().stream().anyMatch(image -> image.split().isPresent());
    }

    /**
     * An image and its split.
     *
     * @param folder that it lies in, relative to the data set's; empty for that itself
     */
    record Placed(String folder, Optional<Split> split) {}

    /**
     * Where annotated images lie; where there are none, where images lie. One that is embedded in its annotation lies
     * where that does.
     */
    List<Placed> placed() {
        return annotated().isEmpty()
                ? images().stream()
                        .map(name -> new Placed(parent(name), SplitWords.ofFolders(name)))
                        .toList()
                : annotated().stream()
                        .map(image -> new Placed(
                                parent(folder.nameOf(
                                        folder.contains(image.file())
                                                ? image.file()
                                                : (Path) image.place().file())),
                                image.split()))
                        .toList();
    }

    /** The folder of a file, both relative to the data set's folder; empty for that itself. */
    static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** A file in a folder that may be the data set's own. */
    static String child(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
