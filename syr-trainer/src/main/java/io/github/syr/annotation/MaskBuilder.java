package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.AtomicFile;
import io.github.syr.json.Place;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.Event.Level;
import io.github.syr.message.MaskStamp;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Request.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The task {@code masks}: reads a data set's annotations, decides the splits, and writes a mask per object, an overlay
 * per image, and last {@code dataset.json}. What stands there already, byte by byte, is left as it is.
 *
 * <p>One image at a time is in memory, and of its objects one mask.
 */
public final class MaskBuilder {

    private static final String STAGE = "masks";

    /** With fewer images, one decides about the best epoch and rank. */
    private static final int ENOUGH_VALIDATION = 5;

    private final Request.DataSource settings;
    private final OutputLayout output;
    private final Consumer<Event> events;
    private final ImageDecoder decoder = new ImageDecoder();
    private final ObjectBoxes boxes = new ObjectBoxes();
    private final PlaceList turned = new PlaceList();
    private final PlaceList inverted = new PlaceList();
    private final MaskDrawer drawer;
    private final boolean folds;

    /** @param events takes progress and notes; the result is returned instead */
    public MaskBuilder(Request request, Consumer<Event> events) {
        this.settings = request.dataset();
        this.drawer = new MaskDrawer(decoder, settings.masks());
        this.output = new OutputLayout(request.outputFolder());
        this.events = events;
        this.folds = request.training().folds().isPresent();
    }

    /**
     * Makes masks and {@code dataset.json}.
     *
     * @throws SyrException if the data set is missing, an annotation, an image or a mask is broken, or the output
     *     folder can't be written; no {@code dataset.json} is left that isn't true
     */
    public MaskResult build() {
        Optional<SplitGroup> splitGroup = SplitGroup.of(settings.splitGroup());
        DatasetFolder folder = DatasetFolder.open(settings, output.root());
        String digest = DatasetDigests.settings(settings, folder);
        Format format = settings.format() == Format.AUTO ? Formats.detect(folder) : settings.format();
        Annotations annotations = Formats.reader(format, folder).read(folder, settings);
        requireKnownLabels(annotations, folder);
        folder.warnings().forEach(warning -> note(Level.WARN, warning));
        annotations.notes().forEach(events::accept);
        Degenerate degenerate = new Degenerate();
        List<AnnotatedImage> images = degenerate.removeFrom(annotations.images());
        degenerate.warnings().forEach(warning -> note(Level.WARN, warning));
        Splitter splitter =
                new Splitter(folder, splitGroup, text -> note(Level.INFO, text), text -> note(Level.WARN, text));
        List<Splitter.Member> members = splitter.split(withObjects(images, annotations, folder));
        warnOfFewValidationImages(members);
        return new MaskResult(write(members, folder, digest, format), format, false);
    }

    private void warnOfFewValidationImages(List<Splitter.Member> members) {
        long validation = members.stream()
                .filter(member -> member.split() == Dataset.Split.VALIDATION)
                .count();
        if (!folds && validation < ENOUGH_VALIDATION) {
            note(
                    Level.WARN,
                    "Only " + validation + (validation == 1 ? " image is" : " images are")
                            + " for validation: too few to choose epoch and rank reliably. Add images (with"
                            + " <splitGroup>, shots of one design count once), or set <folds>5</folds>.");
        }
    }

    private void requireKnownLabels(Annotations annotations, DatasetFolder folder) {
        for (String label : settings.labels()) {
            if (!annotations.labels().contains(label)) {
                String known = annotations.labels().isEmpty()
                        ? "this data set has no labels."
                        : "known are " + String.join(", ", new TreeSet<>(annotations.labels())) + ".";
                throw SyrException.badData(
                        folder.annotationFile().orElse(folder.root()),
                        "the label \"" + label + "\" is unknown: " + known,
                        "Correct <labels>.");
            }
        }
    }

    private List<AnnotatedImage> withObjects(List<AnnotatedImage> all, Annotations annotations, DatasetFolder folder) {
        List<AnnotatedImage> images =
                all.stream().filter(image -> !image.objects().isEmpty()).toList();
        if (images.isEmpty()) {
            String why = annotations.notes().isEmpty()
                    ? ""
                    : " " + annotations.notes().get(0).text();
            throw SyrException.badData(
                    folder.annotationFile().orElse(folder.root()),
                    "no image has an object in it." + why,
                    "Annotate some, or choose other <labels>.");
        }
        int empty = all.size() - images.size();
        if (empty > 0) {
            note(
                    Level.INFO,
                    empty
                            + (empty == 1
                                    ? " image without an object is left out."
                                    : " images without an object are left out."));
        }
        return images;
    }

    private Dataset write(List<Splitter.Member> members, DatasetFolder folder, String settingsDigest, Format format) {
        deleteDataset();
        OutputFiles files = new OutputFiles(output);
        OutputNames names = new OutputNames();
        List<Dataset.Image> images = new ArrayList<>();
        long start = System.nanoTime();
        for (Splitter.Member member : members) {
            images.add(write(member, folder, files, names));
            double seconds = (System.nanoTime() - start) * 1e-9;
            events.accept(Event.Progress.ofImages(
                    STAGE,
                    0,
                    images.size(),
                    members.size(),
                    OptionalDouble.of(seconds / images.size() * (members.size() - images.size()))));
        }
        String upright =
                "and its mask has no EXIF: check in the overlay that the mask lies on the object; it has to be upright";
        turned.sentence("photograph is turned by EXIF, " + upright, "photographs are turned by EXIF, " + upright)
                .ifPresent(warning -> note(Level.WARN, warning));
        inverted.sentence(
                        "mask covers all four corners of its image and may be inverted",
                        "masks cover all four corners of their images and may be inverted")
                .ifPresent(warning -> note(Level.WARN, warning));
        boxes.warnings().forEach(warning -> note(Level.WARN, warning));
        files.deleteOthers();
        MaskStamp stamp = new MaskStamp(MaskStamp.SCHEMA, format, files.written());
        AtomicFile.write(MaskStamp.in(output.masks()), stamp.toJson().getBytes(StandardCharsets.UTF_8));
        Dataset dataset = new Dataset(
                Dataset.SCHEMA,
                settingsDigest,
                images,
                DatasetDigests.splits(images),
                folder.sources(),
                folder.listing());
        AtomicFile.write(output.dataset(), dataset.toJson().getBytes(StandardCharsets.UTF_8));
        return dataset;
    }

    /** First of all: from here on until the end, what it says isn't true. */
    private void deleteDataset() {
        try {
            Files.deleteIfExists(output.dataset());
        } catch (IOException e) {
            throw SyrException.badData(output.dataset(), "can't be replaced: " + e, "Make the folder writable.", e);
        }
    }

    private Dataset.Image write(Splitter.Member member, DatasetFolder folder, OutputFiles files, OutputNames names) {
        AnnotatedImage image = member.image();
        RgbImage picture = decoder.rgb(image.file());
        Size size = new Size(picture.width(), picture.height());
        requireDeclaredSize(image, size);
        if (mayNotBeUpright(image, size)) {
            turned.add(Place.of(folder.nameOf(image.file())));
        }
        List<ObjectToDraw> toDraw = prepare(image, size, folder);
        String name = names.next(member.split().word(), member.name(), toDraw.size());
        OverlayPainter painter = new OverlayPainter(picture);
        List<Dataset.ObjectEntry> objects = new ArrayList<>();
        for (ObjectToDraw object : toDraw) {
            BinaryMask mask = object.mask().get();
            if (coversCorners(mask)) {
                inverted.add(object.source().place());
            }
            String file = files.name(output.masks(), OutputNames.file(name, objects.size(), toDraw.size()));
            files.write(file, PngFile.bytes(mask));
            Box box = boxes.of(object.box(), mask, object.source().place());
            objects.add(new Dataset.ObjectEntry(
                    file,
                    MaskDigest.of(mask),
                    List.of(box.x0(), box.y0(), box.x1(), box.y1()),
                    object.source().label()));
            painter.add(mask);
        }
        String overlay = files.name(files.overlays(), name + ".png");
        files.write(overlay, PngFile.bytes(painter.painted()));
        return new Dataset.Image(
                member.name(),
                folder.nameOf(image.file()),
                folder.sha256(image.file()),
                size.width(),
                size.height(),
                member.split(),
                member.group(),
                objects,
                overlay);
    }

    /**
     * An object whose mask is drawn when it is asked for, so that one at a time is in memory.
     *
     * @param box as it is given; none where the annotation has several objects, for it is of all of them
     */
    private record ObjectToDraw(AnnotatedObject source, Optional<GivenBox> box, Supplier<BinaryMask> mask) {}

    private List<ObjectToDraw> prepare(AnnotatedImage image, Size size, DatasetFolder folder) {
        List<ObjectToDraw> objects = new ArrayList<>();
        for (AnnotatedObject object : image.objects()) {
            digestSource(object.mask(), folder);
            List<Supplier<BinaryMask>> masks = drawer.prepare(object, size);
            Optional<GivenBox> box = masks.size() == 1 ? object.box() : Optional.empty();
            masks.forEach(mask -> objects.add(new ObjectToDraw(object, box, mask)));
        }
        return objects;
    }

    private static boolean coversCorners(BinaryMask mask) {
        int right = mask.width() - 1;
        int bottom = mask.height() - 1;
        return mask.get(0, 0) && mask.get(right, 0) && mask.get(0, bottom) && mask.get(right, bottom);
    }

    private static void digestSource(MaskSource mask, DatasetFolder folder) {
        if (mask instanceof MaskSource.MaskFile picture) {
            folder.sha256(picture.file());
        } else if (mask instanceof MaskSource.CutOutFile cutOut) {
            folder.sha256(cutOut.file());
        }
    }

    private void requireDeclaredSize(AnnotatedImage image, Size size) {
        Size declared = image.declared().orElse(size);
        if (declared.equals(size)) {
            return;
        }
        String problem = "the annotations are for an image of " + declared + ", but " + image.file() + " has " + size
                + ", upright.";
        boolean isStoredSize =
                declared.equals(new Size(size.height(), size.width())) && decoder.orientation(image.file()) >= 5;
        throw image.place()
                .error(
                        problem,
                        isStoredSize
                                ? "EXIF turns the image, and width and height are those before it does. If the object is"
                                        + " annotated on the upright image, exchange the two numbers."
                                : "Annotate the image as it is; one that EXIF turns is annotated upright.");
    }

    /**
     * Masks have the size of the upright image. Where EXIF changes no size, only the user can tell whether a mask is
     * upright.
     */
    private boolean mayNotBeUpright(AnnotatedImage image, Size size) {
        List<MaskSource.MaskFile> masks = image.objects().stream()
                .map(AnnotatedObject::mask)
                .filter(MaskSource.MaskFile.class::isInstance)
                .map(MaskSource.MaskFile.class::cast)
                .toList();
        if (masks.isEmpty()) {
            return false;
        }
        int orientation = decoder.orientation(image.file());
        boolean sizeTells = orientation >= 5 && size.width() != size.height();
        return orientation != 1 && !sizeTells && masks.stream().anyMatch(mask -> decoder.orientation(mask.file()) == 1);
    }

    private void note(Level level, String text) {
        events.accept(new Event.Note(level, text));
    }
}
