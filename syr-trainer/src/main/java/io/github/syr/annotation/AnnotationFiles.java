package io.github.syr.annotation;

import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The annotation files of a data set of which each is about many images: which one an image comes into, and how. */
final class AnnotationFiles {

    private final DatasetState state;
    private final DatasetFolder folder;
    private final List<Path> files;

    AnnotationFiles(DatasetState state, List<Path> files) {
        this.state = state;
        this.folder = state.folder();
        this.files = files;
    }

    private Optional<Split> told(Path file) {
        return SplitWords.ofFileName(file.getFileName().toString()).or(() -> SplitWords.ofFolders(folder.nameOf(file)));
    }

    /** The splits that images can be added to: those that files are of; all where one tells none, for folders do. */
    List<Split> splits() {
        return Arrays.stream(Split.values())
                .filter(split -> files.stream()
                        .anyMatch(file -> told(file).map(split::equals).orElse(true)))
                .toList();
    }

    /** The split of an image: as the file that lists it tells, else its folder, else the only file. */
    Optional<Split> splitOf(String image) {
        return state.annotated(folder.root().resolve(image))
                .flatMap(AnnotatedImage::split)
                .or(() -> SplitWords.ofFolders(image))
                .or(() -> files.size() == 1 ? told(files.get(0)) : Optional.empty());
    }

    /**
     * The file that lists an image; else the one of the split, else one that tells no split; of several the one that
     * lists its neighbours.
     */
    Path fileFor(String image, Optional<Split> split) {
        return state.annotated(folder.root().resolve(image))
                .map(AnnotationFiles::file)
                .or(() -> nearest(
                        image,
                        files.stream()
                                .filter(file ->
                                        told(file).isPresent() && told(file).equals(split))
                                .toList()))
                .or(() -> nearest(
                        image,
                        files.stream().filter(file -> told(file).isEmpty()).toList()))
                .orElse(files.get(0));
    }

    private Optional<Path> nearest(String image, List<Path> fitting) {
        return fitting.stream()
                .filter(file -> state.annotated().stream()
                        .anyMatch(other -> file(other).equals(file) && areNeighbours(other, image)))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static Path file(AnnotatedImage image) {
        return (Path) image.place().file();
    }

    private boolean areNeighbours(AnnotatedImage other, String image) {
        return DatasetState.parent(folder.nameOf(other.file())).equals(DatasetState.parent(image));
    }

    /**
     * How a file names an image: as it names others, if the image is found so; else relative to the data set's folder.
     *
     * @param others the names that it has
     */
    String nameFor(Path file, List<String> others, String image) {
        Map<String, Long> prefixes = others.stream()
                .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        String base = image.substring(image.lastIndexOf('/') + 1);
        return prefixes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(prefix -> prefix.getKey() + base)
                .filter(name -> leadsTo(file, name, folder.root().resolve(image)))
                .findFirst()
                .orElse(image);
    }

    private boolean leadsTo(Path file, String name, Path image) {
        try {
            return FileFinder.usualFolders(folder, file).stream()
                    .map(base -> base.resolve(name).normalize())
                    .filter(folder::contains)
                    .filter(place -> place.equals(image) || Files.isRegularFile(place))
                    .findFirst()
                    .equals(Optional.of(image));
        } catch (InvalidPathException e) {
            return false; // as others are named whose paths hold on another system
        }
    }

    /** Whether a name in a file is an image's. */
    boolean isOf(Path file, JsonCursor name, String image) {
        return new FileFinder(folder)
                .find(name, FileFinder.usualFolders(folder, file), FileFinder.IMAGE)
                .equals(folder.root().resolve(image));
    }
}
