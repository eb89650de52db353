package io.github.syr.annotation;

import io.github.syr.image.Size;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * LabelMe: a JSON file an image, as a rule beside it. Shapes of one label and one {@code group_id} are one object,
 * even-odd; a shape without a group is one of its own.
 */
final class LabelMeReader implements AnnotationReader {

    static boolean matches(JsonShape shape) {
        return shape.has(0, "shapes");
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        List<AnnotatedImage> images = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        FileFinder finder = new FileFinder(folder);
        for (Path file : Formats.filesOf(Request.Format.LABELME, folder, LabelMeReader::matches)) {
            images.add(image(folder, finder, file, settings.labels(), labels));
        }
        return new Annotations(images, labels, List.of());
    }

    private static AnnotatedImage image(
            DatasetFolder folder, FileFinder finder, Path file, List<String> wanted, Set<String> labels) {
        JsonCursor json = folder.json(file);
        Path image = find(folder, finder, file, json);
        Optional<Size> declared = DeclaredSize.of(json, "imageWidth", "imageHeight");
        Map<List<String>, List<JsonCursor>> groups = new LinkedHashMap<>();
        for (JsonCursor shape : json.get("shapes").list()) {
            String label = shape.get("label").text();
            labels.add(label);
            if (wanted.isEmpty() || wanted.contains(label)) {
                String group = shape.find("group_id")
                        .map(JsonCursor::id)
                        .map(id -> "group " + id)
                        .orElse(shape.place().at());
                groups.computeIfAbsent(List.of(label, group), key -> new ArrayList<>())
                        .add(shape);
            }
        }
        List<AnnotatedObject> objects = new ArrayList<>();
        groups.forEach((key, shapes) -> objects.add(new AnnotatedObject(
                key.get(0),
                Optional.empty(),
                new MaskSource.Drawn(shapes.stream().map(LabelMeReader::shape).toList(), true),
                shapes.get(0).place())));
        Optional<Split> split =
                SplitWords.ofFolders(folder.nameOf(image)).or(() -> SplitWords.ofFolders(folder.nameOf(file)));
        return new AnnotatedImage(image, split, declared, objects, json.place());
    }

    private static Path find(DatasetFolder folder, FileFinder finder, Path file, JsonCursor json) {
        JsonCursor path = json.get("imagePath");
        Function<String, List<Path>> places = name -> imagePlaces(folder, file, name);
        if (json.find("imageData").isEmpty()) {
            return finder.find(path, places, FileFinder.IMAGE);
        }
        return finder.lookFor(path.text(), path.place(), places, FileFinder.IMAGE)
                .orElseGet(() -> EmbeddedImage.write(folder, file, path, json.get("imageData")));
    }

    /**
     * Relative to the JSON file, as LabelMe writes it; or, after somebody sorted files into folders, by its name alone.
     */
    private static List<Path> imagePlaces(DatasetFolder folder, Path file, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Set<Path> places = new LinkedHashSet<>();
        places.add(file.resolveSibling(path));
        places.add(file.resolveSibling(name));
        places.add(file.resolveSibling("images").resolve(name));
        places.add(file.getParent().resolveSibling("images").resolve(name));
        return List.copyOf(places);
    }

    private static Shape shape(JsonCursor shape) {
        JsonCursor points = shape.get("points");
        String type = shape.find("shape_type").map(JsonCursor::text).orElse("polygon");
        switch (type) {
            case "polygon":
            case "rotation":
                return PixelCoordinates.polygonOfPairs(points);
            case "rectangle":
                if (points.list().size() == 4) {
                    return PixelCoordinates.polygonOfPairs(points); // as X-AnyLabeling writes it
                }
                double[] a = two(points, 0);
                double[] b = two(points, 1);
                return Shape.rectangle(
                        Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
            case "circle":
                double[] centre = two(points, 0);
                double[] edge = two(points, 1);
                double radius = Math.sqrt(
                        (edge[0] - centre[0]) * (edge[0] - centre[0]) + (edge[1] - centre[1]) * (edge[1] - centre[1]));
                return new Shape.Ellipse(centre[0], centre[1], radius, radius, 0);
            case "mask":
                return patch(shape.get("mask"), two(points, 0));
            default:
                throw shape.error(
                        "the shape type \"" + type + "\" has no area that SYR knows.",
                        "Draw it as polygon, rectangle, circle or mask, delete it, or choose other labels in <labels>.");
        }
    }

    private static double[] two(JsonCursor points, int index) {
        if (points.list().size() != 2) {
            throw points.expected("two points");
        }
        return PixelCoordinates.pair(points.list().get(index));
    }

    /**
     * The mask's first pixel lies at the first point. The second point is not read: at the image's border it lies one
     * pixel farther than the PNG reaches.
     */
    private static Shape patch(JsonCursor mask, double[] from) {
        PngPatch png = PngPatch.of(mask);
        return new Shape.Patch((int) Math.rint(from[0]), (int) Math.rint(from[1]), !png.isEmpty(), png::mask);
    }
}
