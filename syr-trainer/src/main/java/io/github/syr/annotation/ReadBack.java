package io.github.syr.annotation;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether an addition is read as it was meant, and everything else as before. */
final class ReadBack {

    private ReadBack() {}

    /** @throws SyrException if not; what differs */
    static void require(DatasetState before, DatasetState after, Addition addition) {
        Path file = after.folder().root().resolve(addition.image());
        AnnotatedImage read = after.annotated(file).orElseThrow(() -> differs(file, "its annotation is not found"));
        if (!read.split().equals(addition.split())) {
            throw differs(
                    file,
                    "its split is " + read.split().map(split -> split.word()).orElse("chosen by hash"));
        }
        Size size = Size.of(addition.picture());
        if (!read.declared().orElse(size).equals(size)) {
            throw differs(file, "its size is " + read.declared().orElseThrow());
        }
        requireObjects(file, read.objects(), after, addition);
        requireOthers(before, after, file);
    }

    private static void requireObjects(Path file, List<AnnotatedObject> read, DatasetState after, Addition addition) {
        MaskDrawer drawer = new MaskDrawer(new ImageDecoder(), after.settings().masks());
        List<BinaryMask> masks = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (AnnotatedObject object : read) {
            for (BinaryMask mask : drawer.draw(object, Size.of(addition.picture()))) {
                masks.add(mask);
                labels.add(object.label());
            }
        }
        if (!masks.equals(addition.masks())) {
            throw differs(file, "its masks have other pixels");
        }
        if (!labels.equals(addition.objects().stream().map(NewObject::label).toList())) {
            throw differs(file, "its labels are " + String.join(", ", labels));
        }
    }

    private static void requireOthers(DatasetState before, DatasetState after, Path file) {
        List<List<Object>> then = others(before, file);
        List<List<Object>> now = others(after, file);
        if (!then.equals(now)) {
            Optional<List<Object>> changed =
                    then.stream().filter(image -> !now.contains(image)).findFirst();
            throw differs(
                    file, "it changes how " + changed.map(image -> image.get(0)).orElse("another") + " is read");
        }
    }

    private static List<List<Object>> others(DatasetState state, Path file) {
        return state.annotated().stream()
                .filter(image -> !image.file().equals(file))
                .map(image -> List.<Object>of(
                        state.folder().nameOf(image.file()),
                        image.split(),
                        image.objects().stream().map(AnnotatedObject::label).toList()))
                .collect(Collectors.toList());
    }

    private static SyrException differs(Path file, String what) {
        return SyrException.badData(
                file,
                "the image would be read otherwise than it was added: " + what + ". Nothing is written.",
                "Add it with the tool that made the data set.");
    }
}
