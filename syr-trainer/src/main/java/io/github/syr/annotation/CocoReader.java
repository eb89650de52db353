package io.github.syr.annotation;

import io.github.syr.image.Size;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Event;
import io.github.syr.message.Event.Level;
import io.github.syr.message.Request;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.PolygonHoles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * COCO instances, in one file or several; a file's name or folder may tell its split ({@code instances_val2017.json}).
 * Each annotation is an object.
 */
final class CocoReader implements AnnotationReader {

    static boolean matches(JsonShape shape) {
        return shape.has(0, "images")
                && shape.has(0, "annotations")
                && (shape.has(1, "segmentation") || shape.has(1, "category_id") || shape.has(1, "file_name"))
                && !shape.has(1, "caption")
                && !shape.has(1, "segments_info");
    }

    /** The files; those with keypoints only where there are no others, for they annotate the images once more. */
    static List<Path> files(DatasetFolder folder) {
        List<Path> all = Formats.filesOf(Request.Format.COCO, folder, CocoReader::matches);
        List<Path> instances = all.stream()
                .filter(file -> !folder.shape(file).has(1, "keypoints"))
                .toList();
        return instances.isEmpty() ? all : instances;
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        List<AnnotatedImage> images = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        Counts counts = new Counts();
        for (Path file : files(folder)) {
            CocoFile coco = new CocoFile(folder.json(file), file, counts);
            labels.addAll(coco.categories.values());
            images.addAll(coco.images(folder, settings));
        }
        return new Annotations(images, labels, counts.notes(settings.masks().crowd()));
    }

    /** What the user should know about all files. */
    private static final class Counts {

        private final PlaceList crowds = new PlaceList();
        private final PlaceList nested = new PlaceList();

        List<Event.Note> notes(Crowd crowd) {
            List<Event.Note> notes = new ArrayList<>();
            String what = crowd == Crowd.EXCLUDE
                    ? " left out, as <crowd>exclude</crowd> says"
                    : " taken as objects like any other, since annotation tools mark brush masks so; in COCO's own files they"
                            + " are crowds, which <crowd>exclude</crowd> leaves out";
            crowds.sentence("annotation with iscrowd 1 is" + what, "annotations with iscrowd 1 are" + what)
                    .ifPresent(note -> notes.add(new Event.Note(Level.WARN, note)));
            String union = "; the inner one changes nothing, because polygons are united. Where it is a hole, set"
                    + " <polygonHoles>evenOdd</polygonHoles>";
            nested.sentence(
                            "annotation has a polygon inside another" + union,
                            "annotations have a polygon inside another" + union)
                    .ifPresent(note -> notes.add(new Event.Note(Level.WARN, note)));
            return notes;
        }
    }

    /** One annotation file. */
    private static final class CocoFile {

        private final JsonCursor json;
        private final Path file;
        private final Map<String, String> categories = new HashMap<>();
        private final Counts counts;

        CocoFile(JsonCursor json, Path file, Counts counts) {
            this.json = json;
            this.file = file;
            this.counts = counts;
            for (JsonCursor category :
                    json.find("categories").map(JsonCursor::list).orElse(List.of())) {
                JsonCursor id = category.get("id");
                if (categories.putIfAbsent(id.id(), category.get("name").text()) != null) {
                    throw id.error(
                            "the category " + id.id() + " appears twice.", "Give each category an id of its own.");
                }
            }
        }

        List<AnnotatedImage> images(DatasetFolder folder, Request.DataSource settings) {
            Map<String, JsonCursor> images = new LinkedHashMap<>();
            Map<String, List<AnnotatedObject>> objects = new HashMap<>();
            for (JsonCursor image : json.get("images").list()) {
                JsonCursor id = image.get("id");
                if (images.put(id.id(), image) != null) {
                    throw id.error("the image id " + id.id() + " appears twice.", "Give each image an id of its own.");
                }
                objects.put(id.id(), new ArrayList<>());
            }
            for (JsonCursor annotation : json.get("annotations").list()) {
                JsonCursor image = annotation.get("image_id");
                if (!objects.containsKey(image.id())) {
                    throw image.error(
                            "there is no image with the id " + image.id() + " in this file.",
                            "Add the image, or delete the annotation.");
                }
                object(annotation, settings).ifPresent(objects.get(image.id())::add);
            }
            FileFinder finder = new FileFinder(folder);
            List<Path> bases = FileFinder.usualFolders(folder, file);
            Optional<Split> split = SplitWords.ofFileName(file.getFileName().toString())
                    .or(() -> SplitWords.ofFolders(folder.nameOf(file)));
            List<AnnotatedImage> found = new ArrayList<>();
            images.forEach((id, image) -> {
                Path path = finder.find(image.get("file_name"), bases, FileFinder.IMAGE);
                Optional<Size> declared = DeclaredSize.of(image, "width", "height");
                found.add(new AnnotatedImage(
                        path,
                        split.or(() -> SplitWords.ofFolders(folder.nameOf(path))),
                        declared,
                        objects.get(id),
                        image.place()));
            });
            return found;
        }

        private Optional<AnnotatedObject> object(JsonCursor annotation, Request.DataSource settings) {
            JsonCursor category = annotation.get("category_id");
            String label = categories.get(category.id());
            if (label == null) {
                throw category.error(
                        "there is no category with the id " + category.id() + " in this file.",
                        "Add it to the categories.");
            }
            if (!settings.labels().isEmpty() && !settings.labels().contains(label)) {
                return Optional.empty();
            }
            if (annotation.find("iscrowd").map(JsonCursor::flag).orElse(false)) {
                counts.crowds.add(annotation.place());
                if (settings.masks().crowd() == Crowd.EXCLUDE) {
                    return Optional.empty();
                }
            }
            Optional<GivenBox> box = annotation.find("bbox").flatMap(PixelCoordinates::sized);
            MaskSource mask =
                    mask(annotation.get("segmentation"), box, settings.masks().polygonHoles());
            if (mask instanceof MaskSource.Drawn drawn && !drawn.evenOdd() && isNested(drawn.shapes())) {
                counts.nested.add(annotation.place());
            }
            return Optional.of(new AnnotatedObject(label, box, mask, annotation.place()));
        }

        private static MaskSource mask(JsonCursor segmentation, Optional<GivenBox> box, PolygonHoles holes) {
            if (segmentation.isObject()) {
                return new MaskSource.Runs(CocoRle.of(segmentation));
            }
            List<Shape> polygons = PixelCoordinates.polygons(segmentation);
            if (polygons.isEmpty() && box.flatMap(GivenBox::box).isPresent()) {
                throw segmentation.error(
                        "there is no polygon in it.", "Annotate the object's outline: a box alone makes no mask.");
            }
            return new MaskSource.Drawn(polygons, holes == PolygonHoles.EVEN_ODD);
        }

        private static boolean isNested(List<Shape> polygons) {
            return polygons.stream()
                    .anyMatch(outer -> polygons.stream()
                            .anyMatch(inner -> inner != outer
                                    && inner.hasArea()
                                    && ((Shape.Polygon) outer).encloses((Shape.Polygon) inner)));
        }
    }
}
