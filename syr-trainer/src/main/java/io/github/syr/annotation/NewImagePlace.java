package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that a new image comes into: where the others of its split are. */
final class NewImagePlace {

    private NewImagePlace() {}

    /**
     * The folder with most images of the split; where it has none, the one of another split with this split's word in
     * place of the other's, spelled as a folder that is there already.
     *
     * @param first the folder where the data set has no image yet
     * @return relative to the data set's folder with {@code /}; empty for that itself
     */
    static String of(DatasetState state, Optional<Split> split, String first) {
        List<DatasetState.Placed> placed = state.placed();
        return mostCommon(placed, image -> image.split().equals(split))
                .or(() -> mostCommon(placed, image -> true)
                        .map(folder -> split.map(to -> ofSplit(state.folder().root(), folder, to))
                                .orElse(folder)))
                .orElse(first);
    }

    private static Optional<String> mostCommon(
            List<DatasetState.Placed> placed, Predicate<DatasetState.Placed> wanted) {
        return placed.stream()
                .filter(wanted)
                .map(DatasetState.Placed::folder)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey);
    }

    /** A folder with the word of another split in it; itself where it has none. */
    static String ofSplit(Path root, String folder, Split split) {
        String[] parts = folder.split("/");
        for (int at = parts.length - 1; at >= 0; at--) {
            if (SplitWords.ofFolder(parts[at]).isPresent()) {
                Path parent = root.resolve(String.join("/", Arrays.asList(parts).subList(0, at)));
                parts[at] = folderNamed(
                                parent,
                                name -> SplitWords.ofFolder(name)
                                        .filter(split::equals)
                                        .isPresent())
                        .orElse(split.word());
                return String.join("/", parts);
            }
        }
        return folder;
    }

    /** The first folder in another whose name is as wanted. */
    static Optional<String> folderNamed(Path parent, Predicate<String> wanted) {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .filter(wanted)
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw SyrException.badData(parent, "can't be listed: " + e, "Make the folder readable.", e);
        }
    }
}
