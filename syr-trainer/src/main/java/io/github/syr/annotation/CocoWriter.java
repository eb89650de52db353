package io.github.syr.annotation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.Rle;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Adds to a file of COCO instances: each object as compressed run lengths, which hold any mask. */
final class CocoWriter implements AnnotationWriter {

    private static final String ID = "id";
    private static final String IMAGE_ID = "image_id";
    private static final String IMAGES = "images";
    private static final String ANNOTATIONS = "annotations";
    private static final String CATEGORIES = "categories";
    private static final String FILE_NAME = "file_name";

    private final DatasetState state;
    private final FreeNames names;
    private final AnnotationFiles annotationFiles;

    CocoWriter(DatasetState state) {
        this.state = state;
        this.names = new FreeNames(state.folder());
        this.annotationFiles = new AnnotationFiles(state, CocoReader.files(state.folder()));
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
        return NewImagePlace.of(state, split, IMAGES);
    }

    @Override
    public boolean isFree(String image) {
        return names.isNameFree(image.substring(image.lastIndexOf('/') + 1)) && names.isFree(image);
    }

    @Override
    public Optional<String> defaultLabel() {
        return Optional.of("object");
    }

    @Override
    public void write(Addition addition, NewFiles files) {
        addition.writeImage(files);
        Path file = annotationFiles.fileFor(addition.image(), addition.split());
        JsonText json = JsonText.read(file);
        JsonObject root = json.value().getAsJsonObject();
        JsonElement image = imageId(root, file, addition);
        for (NewObject object : addition.objects()) {
            JsonArray annotations = root.getAsJsonArray(ANNOTATIONS);
            annotations.add(annotation(nextId(annotations), image, categoryId(root, file, object.label()), object));
        }
        files.replace(file, json.bytes());
    }

    /** The id of the image's entry; one is made where there is none. */
    private JsonElement imageId(JsonObject root, Path file, Addition addition) {
        List<JsonCursor> images = new JsonCursor(root, file).get(IMAGES).list();
        // a new image is in none; and a name may fit what has just been written
        for (int i = 0; i < images.size() && addition.content().isEmpty(); i++) {
            if (annotationFiles.isOf(file, images.get(i).get(FILE_NAME), addition.image())) {
                requireNotAnnotated(root, file, images.get(i).get(ID).id(), addition);
                return root.getAsJsonArray(IMAGES).get(i).getAsJsonObject().get(ID);
            }
        }
        JsonObject entry = new JsonObject();
        entry.add(ID, nextId(root.getAsJsonArray(IMAGES)));
        entry.addProperty("width", addition.picture().width());
        entry.addProperty("height", addition.picture().height());
        List<String> others =
                images.stream().map(image -> image.get(FILE_NAME).text()).toList();
        entry.addProperty(FILE_NAME, annotationFiles.nameFor(file, others, addition.image()));
        root.getAsJsonArray(IMAGES).add(entry);
        return entry.get(ID);
    }

    private void requireNotAnnotated(JsonObject root, Path file, String image, Addition addition) {
        for (JsonCursor annotation : new JsonCursor(root, file).get(ANNOTATIONS).list()) {
            if (annotation.get(IMAGE_ID).id().equals(image)) {
                throw AnnotationWriter.alreadyAnnotated(
                        state.folder().root().resolve(addition.image()), annotation.place());
            }
        }
    }

    private static JsonElement categoryId(JsonObject root, Path file, String label) {
        if (!root.has(CATEGORIES) || root.get(CATEGORIES).isJsonNull()) {
            root.add(CATEGORIES, new JsonArray());
        }
        List<JsonCursor> categories = new JsonCursor(root, file).get(CATEGORIES).list();
        JsonArray elements = root.getAsJsonArray(CATEGORIES);
        for (int i = 0; i < categories.size(); i++) {
            if (categories.get(i).get("name").text().equals(label)) {
                return elements.get(i).getAsJsonObject().get(ID);
            }
        }
        JsonObject category = new JsonObject();
        category.add(ID, nextId(elements));
        category.addProperty("name", label);
        category.addProperty("supercategory", "");
        elements.add(category);
        return category.get(ID);
    }

    /** One above the highest number; a string where ids are strings. */
    private static JsonElement nextId(JsonArray entries) {
        BigInteger highest = BigInteger.ZERO;
        boolean areStrings = false;
        for (JsonCursor entry : new JsonCursor(entries, "").list()) {
            Optional<JsonCursor> id = entry.find(ID);
            areStrings |= id.map(JsonCursor::isText).orElse(false);
            String text = id.map(JsonCursor::id).orElse("");
            if (text.matches("\\d{1,18}")) {
                highest = highest.max(new BigInteger(text));
            }
        }
        String next = highest.add(BigInteger.ONE).toString();
        return Json.parse(areStrings ? "\"" + next + "\"" : next, "");
    }

    private static JsonObject annotation(JsonElement id, JsonElement image, JsonElement category, NewObject object) {
        BinaryMask mask = object.mask();
        Box box = mask.box().orElseThrow();
        JsonArray sides = new JsonArray();
        for (double side : new double[] {box.x0(), box.y0(), box.width(), box.height()}) {
            sides.add((int) side);
        }
        JsonObject annotation = new JsonObject();
        annotation.add(ID, id);
        annotation.add(IMAGE_ID, image);
        annotation.add("category_id", category);
        annotation.add("segmentation", Json.parse(Rle.of(mask).toJson(), ""));
        annotation.addProperty("area", mask.area());
        annotation.add("bbox", sides);
        annotation.addProperty("iscrowd", 0);
        return annotation;
    }
}
