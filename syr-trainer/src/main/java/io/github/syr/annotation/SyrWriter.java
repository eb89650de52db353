package io.github.syr.annotation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.json.JsonCursor;
import io.github.syr.mask.MaskOps;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds to the predecessor's {@code annotations.json}: a mask beside the others of the split, and an entry. */
final class SyrWriter implements AnnotationWriter {

    private static final String MASK_PATH = "mask_path";
    private static final String BOX = "bbox";

    private final DatasetState state;
    private final DatasetFolder folder;
    private final FreeNames names;
    private final Path file;

    SyrWriter(DatasetState state) {
        this.state = state;
        this.folder = state.folder();
        this.names = new FreeNames(folder);
        this.file = folder.annotationFile().orElse(folder.root().resolve(SyrReader.FILE));
    }

    @Override
    public String folderFor(Optional<Split> split) {
        return NewImagePlace.of(state, split, split.map(Split::word).orElseThrow() + "/" + FoldersReader.IMAGES);
    }

    /** Masks are called as their images, and both may be looked for by their names. */
    @Override
    public boolean isFree(String image) {
        return names.isStemFree(image) && names.isFree(image) && names.isFree(mask(image));
    }

    @Override
    public Optional<String> defaultLabel() {
        return Optional.empty();
    }

    private static String mask(String image) {
        String parent = DatasetState.parent(image);
        String masks = DatasetState.child(DatasetState.parent(parent), FoldersReader.MASKS);
        return masks + "/" + DatasetFolder.stem(image) + ".png";
    }

    @Override
    public void write(Addition addition, NewFiles files) {
        byte[] picture = MaskPicture.of(addition.masks(), state.settings().masks());
        JsonText json = JsonText.read(file);
        JsonObject root = json.value().getAsJsonObject();
        Split split = addition.split().orElseThrow();
        String mask = freeMask(addition.image());
        JsonObject entry = new JsonObject();
        entry.addProperty(MASK_PATH, path(root, split, mask));
        if (hasBoxes(root)) {
            entry.add(BOX, box(addition.masks()));
        }
        String key = root.keySet().stream()
                .filter(word -> SplitWords.ofWord(word).equals(addition.split()))
                .findFirst()
                .orElse(split.word());
        if (!root.has(key)) {
            root.add(key, new JsonObject());
        }
        JsonObject entries = root.getAsJsonObject(key);
        if (entries.has(addition.name())) {
            throw AnnotationWriter.alreadyAnnotated(folder.root().resolve(addition.image()), file + ": " + key);
        }
        entries.add(addition.name(), entry);
        addition.writeImage(files);
        files.create(mask, picture);
        files.replace(file, json.bytes());
    }

    /** An image that is there already may have the name of another's mask. */
    private String freeMask(String image) {
        String mask = mask(image);
        String parent = DatasetState.parent(mask);
        String name = FreeNames.choose(
                mask.substring(parent.length() + 1),
                List.of("png"),
                free -> names.isFree(DatasetState.child(parent, free)));
        return DatasetState.child(parent, name);
    }

    /** As the entries there are have it, if it is found so; else relative to the data set's folder. */
    private String path(JsonObject root, Split split, String mask) {
        String name = mask.substring(mask.lastIndexOf('/') + 1);
        Path target = folder.root().resolve(mask);
        for (Map.Entry<String, JsonCursor> entries :
                new JsonCursor(root, file).entries().entrySet()) {
            for (JsonCursor entry : entries.getValue().entries().values()) {
                String other = entry.get(MASK_PATH).text().replace('\\', '/');
                String own = DatasetState.child(
                        NewImagePlace.ofSplit(folder.root(), DatasetState.parent(other), split), name);
                if (SyrReader.maskPlaces(folder.root(), own).stream()
                        .anyMatch(place -> place.normalize().equals(target))) {
                    return own;
                }
            }
        }
        return mask;
    }

    private boolean hasBoxes(JsonObject root) {
        List<JsonCursor> entries = new JsonCursor(root, file)
                .entries().values().stream()
                        .flatMap(split -> split.entries().values().stream())
                        .toList();
        return entries.isEmpty()
                || entries.stream().anyMatch(entry -> entry.find(BOX).isPresent());
    }

    /** Around all objects: the entry has one. */
    private static JsonArray box(List<BinaryMask> masks) {
        Box box = MaskOps.union(masks).box().orElseThrow();
        JsonArray corners = new JsonArray();
        for (double corner : new double[] {box.x0(), box.y0(), box.x1(), box.y1()}) {
            corners.add((int) corner);
        }
        return corners;
    }
}
