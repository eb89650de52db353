package io.github.syr.annotation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.error.SyrException;
import io.github.syr.image.Polygon;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds to a file of VGG Image Annotator: outlines along the edges of pixels, those of an object in one
 * {@code group_id}.
 */
final class ViaWriter implements AnnotationWriter {

    private static final String FILE_NAME = "filename";
    private static final String REGIONS = "regions";
    private static final String ATTRIBUTES = "region_attributes";
    private static final String PROJECT = "_via_img_metadata";
    private static final String ORDER = "_via_image_id_list";

    private final DatasetState state;
    private final DatasetFolder folder;
    private final FreeNames names;
    private final AnnotationFiles annotationFiles;

    ViaWriter(DatasetState state) {
        this.state = state;
        this.folder = state.folder();
        this.names = new FreeNames(folder);
        this.annotationFiles =
                new AnnotationFiles(state, Formats.filesOf(Request.Format.VIA, folder, ViaReader::matches));
    }

    @Override
    public List<Split> splits() {
        return annotationFiles.splits();
    }

    @Override
    public Optional<Split> splitOf(String image) {
        return annotationFiles.splitOf(image);
    }

    @Override
    public String folderFor(Optional<Split> split) {
        return NewImagePlace.of(state, split, "images");
    }

    @Override
    public boolean isFree(String image) {
        return names.isNameFree(image.substring(image.lastIndexOf('/') + 1)) && names.isFree(image);
    }

    /** A region needs none. */
    @Override
    public Optional<String> defaultLabel() {
        return Optional.of("");
    }

    @Override
    public void write(Addition addition, NewFiles files) {
        addition.writeImage(files);
        Path file = annotationFiles.fileFor(addition.image(), addition.split());
        JsonText json = JsonText.read(file);
        JsonObject root = json.value().getAsJsonObject();
        JsonObject entries = root.has(PROJECT) ? root.getAsJsonObject(PROJECT) : root;
        JsonArray regions = regions(addition.objects(), Label.of(entries, file));
        String key = key(entries, file, addition.image(), addition.content().isPresent());
        if (entries.has(key)) {
            JsonObject entry = entries.getAsJsonObject(key);
            JsonElement old = entry.get(REGIONS);
            boolean isEmpty = old == null
                    || old.isJsonNull()
                    || (old.isJsonArray()
                            ? old.getAsJsonArray().isEmpty()
                            : old.getAsJsonObject().isEmpty());
            if (!isEmpty) {
                throw AnnotationWriter.alreadyAnnotated(folder.root().resolve(addition.image()), file + ": " + key);
            }
            entry.add(REGIONS, regions);
        } else {
            entries.add(key, entry(entries, file, addition.image(), regions));
            if (root.has(ORDER) && root.get(ORDER).isJsonArray()) {
                root.getAsJsonArray(ORDER).add(key);
            }
        }
        files.replace(file, json.bytes());
    }

    /** The key of the image's entry; the name and the size where it has none yet. */
    private String key(JsonObject entries, Path file, String image, boolean isNew) {
        for (Map.Entry<String, JsonCursor> entry :
                new JsonCursor(entries, file).entries().entrySet()) {
            if (!isNew && annotationFiles.isOf(file, entry.getValue().get(FILE_NAME), image)) {
                return entry.getKey();
            }
        }
        return name(entries, file, image) + size(image);
    }

    private String name(JsonObject entries, Path file, String image) {
        List<String> others = new JsonCursor(entries, file)
                .entries().values().stream()
                        .map(entry -> entry.get(FILE_NAME).text())
                        .toList();
        return annotationFiles.nameFor(file, others, image);
    }

    private long size(String image) {
        Path file = folder.root().resolve(image);
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Make the file readable.", e);
        }
    }

    private JsonObject entry(JsonObject entries, Path file, String image, JsonArray regions) {
        JsonObject entry = new JsonObject();
        entry.addProperty(FILE_NAME, name(entries, file, image));
        entry.addProperty("size", size(image));
        entry.add(REGIONS, regions);
        entry.add("file_attributes", new JsonObject());
        return entry;
    }

    private static JsonArray regions(List<NewObject> objects, Label label) {
        JsonArray regions = new JsonArray();
        for (int number = 0; number < objects.size(); number++) {
            NewObject object = objects.get(number);
            List<List<Polygon.Corner>> outlines = Outlines.of(object.mask());
            for (List<Polygon.Corner> outline : outlines) {
                JsonObject attributes = label.attributes(object.label());
                if (outlines.size() > 1) {
                    attributes.addProperty(ViaReader.GROUP, String.valueOf(number + 1));
                }
                JsonObject region = new JsonObject();
                region.add("shape_attributes", polygon(outline));
                region.add(ATTRIBUTES, attributes);
                regions.add(region);
            }
        }
        return regions;
    }

    private static JsonObject polygon(List<Polygon.Corner> outline) {
        JsonArray x = new JsonArray();
        JsonArray y = new JsonArray();
        outline.forEach(corner -> {
            x.add(corner.x());
            y.add(corner.y());
        });
        JsonObject polygon = new JsonObject();
        polygon.addProperty("name", "polygon");
        polygon.add("all_points_x", x);
        polygon.add("all_points_y", y);
        return polygon;
    }

    /**
     * How the regions of a file have their category.
     *
     * @param attribute its name
     * @param isTicked whether it is a check box's option rather than a text
     */
    private record Label(String attribute, boolean isTicked) {

        /** As the first region has it that has one. */
        static Label of(JsonObject entries, Path file) {
            for (JsonCursor entry : new JsonCursor(entries, file).entries().values()) {
                List<JsonCursor> regions = new ArrayList<>();
                entry.find(REGIONS).map(ViaReader::regions).ifPresent(regions::addAll);
                for (JsonCursor region : regions) {
                    Optional<Map.Entry<String, JsonCursor>> label = ViaReader.labelAttribute(region);
                    if (label.isPresent()) {
                        return new Label(
                                label.get().getKey(), label.get().getValue().isObject());
                    }
                }
            }
            return new Label("label", false);
        }

        JsonObject attributes(String label) {
            JsonObject attributes = new JsonObject();
            if (isTicked && !label.isEmpty()) {
                JsonObject options = new JsonObject();
                options.addProperty(label, true);
                attributes.add(attribute, options);
            } else if (!label.isEmpty()) {
                attributes.addProperty(attribute, label);
            }
            return attributes;
        }
    }
}
