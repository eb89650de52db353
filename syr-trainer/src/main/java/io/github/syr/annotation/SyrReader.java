package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The layout of the system that SYR re-implements: {@code annotations.json} names mask and box of each image by split;
 * the images lie in {@code <split>/images}, or in {@code images} beside the folder of their masks. An image is one
 * object.
 */
final class SyrReader implements AnnotationReader {

    static final String FILE = "annotations.json";

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        Path file = folder.annotationFile().orElse(folder.root().resolve(FILE));
        if (!Files.isRegularFile(file)) {
            throw SyrException.badData(file, "there is no such file.", "The format syr has its annotations there.");
        }
        FileFinder finder = new FileFinder(folder);
        List<AnnotatedImage> images = new ArrayList<>();
        folder.json(file).entries().forEach((splitName, entries) -> {
            Split split = SplitWords.ofWord(splitName)
                    .orElseThrow(() -> entries.error(
                            "the split \"" + splitName + "\" is unknown.", "Splits are train, validation and test."));
            entries.entries().forEach((name, entry) -> {
                Path mask =
                        finder.find(entry.get("mask_path"), path -> maskPlaces(folder.root(), path), FileFinder.MASK);
                Path image =
                        finder.find(name, entry.place(), imagePlaces(folder.root(), splitName, mask), FileFinder.IMAGE);
                Optional<GivenBox> box = entry.find("bbox").flatMap(PixelCoordinates::corners);
                AnnotatedObject object = new AnnotatedObject("", box, new MaskSource.MaskFile(mask), entry.place());
                images.add(new AnnotatedImage(
                        image, Optional.of(split), Optional.empty(), List.of(object), entry.place()));
            });
        });
        return new Annotations(images, Set.of(), List.of());
    }

    /** In the split's folder {@code images}, or in the one beside the folder of its mask. */
    private static Function<String, List<Path>> imagePlaces(Path root, String split, Path mask) {
        return name -> List.of(
                root.resolve(split).resolve("images").resolve(name),
                mask.getParent().resolveSibling("images").resolve(name));
    }

    /**
     * Mask paths begin at the working directory of the predecessor, which was the folder that holds the data set
     * ({@code ./dataset/train/masks/ring1.jpg}). So they are relative to that folder, or to one further up, as many of
     * the path's first names as the data set's folder ends with; or to the data set itself. Last, the data set may have
     * been renamed: the first name then stands for it.
     */
    static List<Path> maskPlaces(Path root, String mask) {
        Set<Path> places = new LinkedHashSet<>();
        for (Path up = root.getParent(); up != null; up = up.getParent()) {
            places.add(up.resolve(mask));
        }
        places.add(root.resolve(mask));
        Path plain = Path.of(mask).normalize();
        if (plain.getNameCount() > 1 && !plain.startsWith("..")) {
            places.add(root.resolve(plain.subpath(1, plain.getNameCount())));
        }
        return List.copyOf(places);
    }
}
