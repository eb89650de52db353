package io.github.syr.annotation;

import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * VGG Image Annotator 2: a project, or its annotations exported as JSON. A region is an object; regions of one label
 * and one region attribute {@code group_id} are one, even-odd.
 */
final class ViaReader implements AnnotationReader {

    static final String GROUP = "group_id";

    /** What people call the attribute that holds the category, the first of them that a region has. */
    private static final List<String> LABEL_NAMES = List.of("label", "class", "category", "name", "type");

    static boolean matches(JsonShape shape) {
        return shape.has(0, "_via_img_metadata") || shape.has(1, "regions") && shape.has(1, "filename");
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        List<AnnotatedImage> images = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        for (Path file : Formats.filesOf(Request.Format.VIA, folder, ViaReader::matches)) {
            JsonCursor json = folder.json(file);
            for (JsonCursor entry :
                    json.find("_via_img_metadata").orElse(json).entries().values()) {
                images.add(image(folder, file, entry, settings.labels(), labels));
            }
        }
        return new Annotations(images, labels, List.of());
    }

    private static AnnotatedImage image(
            DatasetFolder folder, Path file, JsonCursor entry, List<String> wanted, Set<String> labels) {
        Path image = new FileFinder(folder)
                .find(entry.get("filename"), FileFinder.usualFolders(folder, file), FileFinder.IMAGE);
        Map<List<String>, List<JsonCursor>> groups = new LinkedHashMap<>();
        for (JsonCursor region : entry.find("regions").map(ViaReader::regions).orElse(List.of())) {
            String label = label(region);
            if (!label.isEmpty()) {
                labels.add(label);
            }
            if (wanted.isEmpty() || wanted.contains(label)) {
                String group = region.find("region_attributes")
                        .flatMap(attributes -> attributes.find(GROUP))
                        .map(JsonCursor::id)
                        .filter(id -> !id.isBlank())
                        .map(id -> "group " + id)
                        .orElse(region.place().at());
                groups.computeIfAbsent(List.of(label, group), key -> new ArrayList<>())
                        .add(region.get("shape_attributes"));
            }
        }
        List<AnnotatedObject> objects = new ArrayList<>();
        groups.forEach((key, shapes) -> objects.add(new AnnotatedObject(
                key.get(0),
                shapes.size() == 1 ? box(shapes.get(0)) : Optional.empty(),
                new MaskSource.Drawn(shapes.stream().map(ViaReader::shape).toList(), true),
                shapes.get(0).place())));
        Optional<Split> split = SplitWords.ofFileName(file.getFileName().toString())
                .or(() -> SplitWords.ofFolders(folder.nameOf(file)))
                .or(() -> SplitWords.ofFolders(folder.nameOf(image)));
        return new AnnotatedImage(image, split, Optional.empty(), objects, entry.place());
    }

    /** A list; VIA 1 had an object with the keys 0, 1, … */
    static Collection<JsonCursor> regions(JsonCursor regions) {
        return regions.isObject() ? regions.entries().values() : regions.list();
    }

    private static String label(JsonCursor region) {
        return labelAttribute(region)
                .map(Map.Entry::getValue)
                .map(ViaReader::word)
                .orElse("");
    }

    /** The attribute that holds a region's category. */
    static Optional<Map.Entry<String, JsonCursor>> labelAttribute(JsonCursor region) {
        Map<String, JsonCursor> attributes =
                region.find("region_attributes").map(JsonCursor::entries).orElse(Map.of());
        Optional<Map.Entry<String, JsonCursor>> named = LABEL_NAMES.stream()
                .filter(attributes::containsKey)
                .findFirst()
                .map(name -> Map.entry(name, attributes.get(name)));
        List<Map.Entry<String, JsonCursor>> others = attributes.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(GROUP))
                .toList();
        if (named.isEmpty() && others.size() > 1) {
            throw region.error(
                    "has several attributes, and none of them is called " + String.join(", ", LABEL_NAMES) + ".",
                    "Call the one that holds the category \"label\".");
        }
        return named.or(() -> others.stream().findFirst());
    }

    /** A text, or of a check box's options the one that is ticked. */
    private static String word(JsonCursor attribute) {
        if (!attribute.isObject()) {
            return attribute.id();
        }
        List<String> ticked = attribute.entries().entrySet().stream()
                .filter(entry -> entry.getValue().isTrue())
                .map(Map.Entry::getKey)
                .toList();
        if (ticked.size() > 1) {
            throw attribute.error("several categories are ticked: " + String.join(", ", ticked) + ".", "Tick one.");
        }
        return ticked.isEmpty() ? "" : ticked.get(0);
    }

    /** A rectangle gives its box itself. */
    private static Optional<GivenBox> box(JsonCursor shape) {
        if (!shape.get("name").text().equals("rect")) {
            return Optional.empty();
        }
        double x = PixelCoordinates.of(shape.get("x"));
        double y = PixelCoordinates.of(shape.get("y"));
        return Optional.of(new GivenBox(
                x,
                y,
                x + PixelCoordinates.length(shape.get("width")),
                y + PixelCoordinates.length(shape.get("height"))));
    }

    private static Shape shape(JsonCursor shape) {
        String name = shape.get("name").text();
        switch (name) {
            case "polygon":
                return PixelCoordinates.polygon(all(shape.get("all_points_x")), all(shape.get("all_points_y")), shape);
            case "rect":
                GivenBox box = box(shape).orElseThrow();
                return Shape.rectangle(box.x0(), box.y0(), box.x1(), box.y1());
            case "circle":
                double r = PixelCoordinates.length(shape.get("r"));
                return new Shape.Ellipse(
                        PixelCoordinates.of(shape.get("cx")), PixelCoordinates.of(shape.get("cy")), r, r, 0);
            case "ellipse":
                return new Shape.Ellipse(
                        PixelCoordinates.of(shape.get("cx")),
                        PixelCoordinates.of(shape.get("cy")),
                        PixelCoordinates.length(shape.get("rx")),
                        PixelCoordinates.length(shape.get("ry")),
                        shape.find("theta").map(JsonCursor::number).orElse(0.0));
            default:
                throw shape.error(
                        "the region shape \"" + name + "\" has no area that SYR knows.",
                        "Draw it as polygon, rect, circle or ellipse, delete it, or choose other labels in <labels>.");
        }
    }

    private static double[] all(JsonCursor points) {
        return points.list().stream().mapToDouble(PixelCoordinates::of).toArray();
    }
}
