package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.LockFile;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Adds annotated images to a data set, in the data set's own format: what {@link MaskBuilder} reads back afterwards are
 * the same masks, pixel by pixel. Nothing is overwritten, and where something fails the data set is as it was before.
 * Additions of several threads and processes with one output folder wait for each other.
 *
 * <p>All methods throw {@link SyrException} for a data set that can't be read.
 */
public final class DatasetAddition {

    private static final String LOCK = "addition.lock";

    private final Request.DataSource dataset;
    private final Path output;
    private final ImageDecoder decoder = new ImageDecoder();

    /**
     * An image file.
     *
     * @param name as its user calls it; what is no name of a file in it is left out
     * @param content JPEG, PNG, TIFF, BMP or WebP, whatever the name says
     */
    public record NewImage(String name, byte[] content) {}

    /**
     * An object on an image.
     *
     * @param label empty where the user gives none: then the data set's one label is taken
     * @param mask of the upright image's size
     */
    public record NewObject(String label, BinaryMask mask) {}

    /**
     * What was written.
     *
     * @param image relative to the data set's folder with {@code /}
     * @param files that are new or changed, the image among them if it is new; as above
     */
    public record Added(String image, List<String> files) {}

    /**
     * A data set, for somebody who adds to it.
     *
     * @param format that is written: the one that is configured, else the one that is found; LabelMe's for a folder
     *     that holds no annotation
     * @param images relative to the folder with {@code /}, sorted; masks and cut-outs left out
     * @param unannotated those of them that {@link #annotate} can be called for
     * @param splits of which {@link #addNew} needs one; none where SYR splits the data set by hash
     * @param labels that objects have, sorted; those of {@code <labels>} alone where it is set
     */
    public record Contents(
            Request.Format format,
            List<String> images,
            List<String> unannotated,
            List<Split> splits,
            List<String> labels) {}

    /**
     * @param dataset where it is, and how it is read
     * @param output where SYR writes; not part of the data set even if it lies in it
     */
    public DatasetAddition(Request.DataSource dataset, Path output) {
        this.dataset = dataset;
        this.output = output.toAbsolutePath().normalize();
    }

    /**
     * The data set as it is now.
     *
     * @throws SyrException if its format can't be told, or the annotations are of a format that is not read
     */
    public Contents contents() {
        DatasetState state = DatasetState.read(dataset, output);
        List<String> images = state.images();
        List<String> unannotated = images.stream()
                .filter(image -> state.annotated(state.folder().root().resolve(image))
                        .map(known -> known.objects().isEmpty())
                        .orElse(true))
                .toList();
        List<Split> splits = state.givesSplits() ? AnnotationWriter.of(state).splits() : List.of();
        return new Contents(state.format(), images, unannotated, splits, NewObjects.labels(state));
    }

    /**
     * Adds an image that is not in the data set.
     *
     * @param split needed where the data set gives splits, refused where it doesn't; see {@link Contents#splits}
     * @param objects at least one
     * @throws SyrException if the image is broken, it is in the data set already, a mask is empty or of another size,
     *     the format can't hold the objects, or a file can't be written
     */
    public Added addNew(NewImage image, Optional<Split> split, List<NewObject> objects) {
        return locked(state -> {
            AnnotationWriter writer = AnnotationWriter.of(state);
            requireSplit(state, writer, split);
            requireUnknown(state, image.content());
            RgbImage picture = decoder.rgb(image.content());
            List<String> suffixes = writer.suffixes(decoder.suffixes(image.content()));
            String parent = writer.folderFor(split);
            String name =
                    FreeNames.choose(image.name(), suffixes, free -> writer.isFree(DatasetState.child(parent, free)));
            return add(
                    state,
                    writer,
                    new Addition(
                            DatasetState.child(parent, name), Optional.of(image.content()), picture, split, objects));
        });
    }

    /**
     * Annotates an image that lies in the data set's folder.
     *
     * @param image one of {@link Contents#unannotated}
     * @param objects at least one
     * @throws SyrException if there is no such image, it has an annotation, its place doesn't tell its split where the
     *     data set gives splits; or as {@link #addNew}
     */
    public Added annotate(String image, List<NewObject> objects) {
        return locked(state -> {
            AnnotationWriter writer = AnnotationWriter.of(state);
            Path file = requireImage(state, image);
            Optional<Split> split = writer.splitOf(image);
            requireOneWay(state, file, split);
            return add(state, writer, new Addition(image, Optional.empty(), decoder.rgb(file), split, objects));
        });
    }

    private Added locked(Function<DatasetState, Added> task) {
        DatasetFolder.open(dataset, output); // whether there is one, before anything is made
        try (LockFile lock = LockFile.take(output.resolve(LOCK), "an addition to the data set", holder -> {})) {
            return task.apply(DatasetState.read(dataset, output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyrException(SyrException.Kind.STOPPED, "the addition was stopped.", "", e);
        }
    }

    private Added add(DatasetState state, AnnotationWriter writer, Addition asked) {
        NewObjects.require(asked.objects(), Size.of(asked.picture()));
        List<NewObject> objects = NewObjects.labelled(asked.objects(), state, writer.defaultLabel());
        Addition addition = new Addition(asked.image(), asked.content(), asked.picture(), asked.split(), objects);
        try (NewFiles files = new NewFiles(state.folder().root())) {
            writer.write(addition, files);
            ReadBack.require(state, DatasetState.read(dataset, output), addition);
            files.keep();
            return new Added(addition.image(), files.names());
        }
    }

    private static void requireSplit(DatasetState state, AnnotationWriter writer, Optional<Split> split) {
        Path root = state.folder().root();
        if (!state.givesSplits()) {
            split.ifPresent(chosen -> {
                throw SyrException.badRequest(
                        "the split " + chosen.word() + " is chosen, but the data set " + root
                                + " gives no splits: SYR chooses them by hash.",
                        "Choose none; or sort all images into folders train, validation and test.");
            });
        } else if (split.isEmpty()) {
            throw SyrException.badRequest(
                    "no split is chosen, but the data set " + root + " gives one for each image.",
                    "Choose train, validation or test.");
        } else if (!writer.splits().contains(split.get())) {
            throw SyrException.badRequest(
                    "the data set " + root + " has no annotation file of the split "
                            + split.get().word() + ".",
                    "Choose another split, or make that file.");
        }
    }

    private void requireUnknown(DatasetState state, byte[] content) {
        String digest = Sha256.of(content);
        for (String name : state.images()) {
            Path file = state.folder().root().resolve(name);
            try {
                if (Files.isRegularFile(file)
                        && Files.size(file) == content.length
                        && state.folder().sha256(file).equals(digest)) {
                    throw SyrException.badRequest(
                            "the image is in the data set already: " + name + ".",
                            "Annotate it there, or choose another image.");
                }
            } catch (IOException e) {
                throw SyrException.badData(file, "can't be read: " + e + ".", "Make the file readable.", e);
            }
        }
    }

    private static Path requireImage(DatasetState state, String image) {
        if (!state.images().contains(image)) {
            throw SyrException.badRequest(
                    "\"" + image + "\" is not an image of the data set "
                            + state.folder().root() + " (format "
                            + state.format().name().toLowerCase(Locale.ROOT) + ").",
                    "Name one by its path relative to that folder, with /.");
        }
        Path file = state.folder().root().resolve(image);
        state.folder().boundary().require(file);
        state.annotated(file).filter(known -> !known.objects().isEmpty()).ifPresent(known -> {
            throw AnnotationWriter.alreadyAnnotated(file, known.place());
        });
        return file;
    }

    /** Either all images have a given split or none has. */
    private static void requireOneWay(DatasetState state, Path file, Optional<Split> split) {
        if (state.givesSplits() && split.isEmpty()) {
            throw SyrException.badRequest(
                    file + " lies in no folder of a split, but the data set gives a split for each image.",
                    "Move it into a folder train, validation or test, or to the images of one.");
        }
        if (!state.givesSplits() && split.isPresent()) {
            throw SyrException.badRequest(
                    file + " lies in a folder of the split " + split.get().word()
                            + ", but the annotated images of the data set lie in none.",
                    "Move it to those; or sort all images into folders train, validation and test.");
        }
    }
}
