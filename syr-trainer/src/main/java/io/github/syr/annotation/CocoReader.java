package io.github.syr.annotation;

import io.github.syr.image.Size;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
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
 * Each annotation is an object; those with {@code iscrowd} are left out, for they mark what nobody told apart.
 */
final class CocoReader implements AnnotationReader {

    static boolean matches(JsonShape shape) {
        return shape.has(0, "images")
                && shape.has(0, "annotations")
                && (shape.has(1, "segmentation") || shape.has(1, "category_id") || shape.has(1, "file_name"));
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        List<AnnotatedImage> images = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        int crowds = 0;
        for (Path file : Formats.filesOf(Request.Format.COCO, folder, CocoReader::matches)) {
            CocoFile coco = new CocoFile(folder.json(file), file);
            labels.addAll(coco.categories.values());
            images.addAll(coco.images(folder, settings));
            crowds += coco.crowds;
        }
        String count = crowds + (crowds == 1 ? " annotation with iscrowd is" : " annotations with iscrowd are");
        return new Annotations(images, labels, crowds == 0 ? List.of() : List.of(count + " left out."));
    }

    /** One annotation file. */
    private static final class CocoFile {

        private final JsonCursor json;
        private final Path file;
        private final Map<String, String> categories = new HashMap<>();
        private int crowds;

        CocoFile(JsonCursor json, Path file) {
            this.json = json;
            this.file = file;
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
            if (annotation.find("iscrowd").map(JsonCursor::id).orElse("0").equals("1")) {
                crowds++;
                return Optional.empty();
            }
            return Optional.of(new AnnotatedObject(
                    label,
                    annotation.find("bbox").map(PixelCoordinates::sized),
                    mask(annotation.get("segmentation"), settings.polygonHoles()),
                    annotation.place()));
        }

        private static MaskSource mask(JsonCursor segmentation, PolygonHoles holes) {
            if (segmentation.isObject()) {
                return new MaskSource.Runs(CocoRle.of(segmentation));
            }
            List<Shape> polygons = new ArrayList<>();
            segmentation.list().forEach(polygon -> polygons.add(PixelCoordinates.flatPolygon(polygon)));
            if (polygons.isEmpty()) {
                throw segmentation.error(
                        "there is no polygon in it.", "Annotate the object's outline: a box alone makes no mask.");
            }
            return new MaskSource.Drawn(polygons, holes == PolygonHoles.EVEN_ODD);
        }
    }
}
