package io.github.syr.annotation;

import com.google.gson.JsonObject;
import io.github.syr.error.SyrException;
import io.github.syr.image.Size;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Adds a LabelMe file for an image: its outlines along the edges of pixels, those of an object as one group. */
final class LabelMeWriter implements AnnotationWriter {

    private static final String SHAPES = LabelMeFile.SHAPES;

    private final DatasetState state;
    private final DatasetFolder folder;
    private final FreeNames names;

    LabelMeWriter(DatasetState state) {
        this.state = state;
        this.folder = state.folder();
        this.names = new FreeNames(folder);
        folder.annotationFile().ifPresent(file -> {
            throw SyrException.badRequest(
                    "dataset " + file + " is the annotation of one image.",
                    "Name the folder in <dataset>, so that others can be added.");
        });
    }

    @Override
    public String folderFor(Optional<Split> split) {
        return NewImagePlace.of(state, split, "");
    }

    @Override
    public boolean isFree(String image) {
        return names.isStemFree(image) && names.isFree(image) && names.isFree(json(image));
    }

    @Override
    public Optional<String> defaultLabel() {
        return Optional.of(LabelMeFile.UNLABELLED);
    }

    /** Where the files of other images in the folder are; else beside it. */
    private String json(String image) {
        String parent = DatasetState.parent(image);
        String at = state.annotated().stream()
                .filter(other ->
                        DatasetState.parent(folder.nameOf(other.file())).equals(parent))
                .map(other -> DatasetState.parent(folder.nameOf(file(other))))
                .findFirst()
                .orElse(parent);
        return DatasetState.child(at, DatasetFolder.stem(image) + ".json");
    }

    private static Path file(AnnotatedImage image) {
        return (Path) image.place().file();
    }

    @Override
    public void write(Addition addition, NewFiles files) {
        addition.writeImage(files);
        Optional<AnnotatedImage> known = state.annotated(folder.root().resolve(addition.image()));
        if (known.isPresent()) {
            JsonText json = JsonText.read(file(known.get()));
            JsonObject root = json.value().getAsJsonObject();
            if (!root.getAsJsonArray(SHAPES).isEmpty()) {
                throw AnnotationWriter.alreadyAnnotated(folder.root().resolve(addition.image()), json.file());
            }
            root.add(SHAPES, LabelMeFile.shapes(addition.objects()));
            files.replace(json.file(), json.bytes());
        } else {
            String wanted = json(addition.image());
            String parent = DatasetState.parent(wanted);
            String name = FreeNames.choose(
                    wanted.substring(wanted.lastIndexOf('/') + 1),
                    List.of("json"),
                    free -> names.isFree(DatasetState.child(parent, free)));
            files.create(
                    DatasetState.child(parent, name),
                    LabelMeFile.bytes(
                            pathFrom(parent, addition.image()), Size.of(addition.picture()), addition.objects()));
        }
    }

    private String pathFrom(String parent, String image) {
        return folder.root()
                .resolve(parent)
                .relativize(folder.root().resolve(image))
                .toString()
                .replace('\\', '/');
    }
}
