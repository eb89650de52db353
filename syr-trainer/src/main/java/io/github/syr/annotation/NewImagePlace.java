package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that a new image comes into: where the others of its split are. */
final class NewImagePlace {

    private NewImagePlace() {}

    /**
     * The folder with most images of the split, or the one above if they lie in many; where the split has none, the one
     * of another split with this split's word in place of the other's, spelled as a folder that is there already.
     *
     * @param first the folder where the data set has no image yet
     * @return relative to the data set's folder with {@code /}; empty for that itself
     */
    static String of(DatasetState state, Optional<Split> split, String first) {
        List<String> all = state.placed().stream()
                .map(DatasetState.Placed::folder)
                .sorted()
                .toList();
        List<String> ofSplit = state.placed().stream()
                .filter(image -> image.split().equals(split))
                .map(DatasetState.Placed::folder)
                .sorted()
                .toList();
        if (!ofSplit.isEmpty()) {
            return usual(ofSplit);
        }
        if (all.isEmpty()) {
            return first;
        }
        return split.map(to -> ofSplit(state.folder().root(), usual(all), to)).orElseGet(() -> usual(all));
    }

    /** The folder with more than half of the images; where there is none, as with a folder a design, the one above. */
    private static String usual(List<String> sorted) {
        Map<String, Long> counts = sorted.stream()
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        Map.Entry<String, Long> most = counts.entrySet().stream()
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .orElseThrow();
        String above = counts.keySet().stream().reduce(NewImagePlace::above).orElseThrow();
        boolean isUsual = 2 * most.getValue() > sorted.size();
        return isUsual || !isLike(above, most.getKey()) ? most.getKey() : above;
    }

    private static String above(String one, String other) {
        String above = one;
        while (!(other + "/").startsWith(above + "/") && !above.isEmpty()) {
            above = DatasetState.parent(above);
        }
        return above;
    }

    /** Whether an image in one folder is taken as one in another. */
    private static boolean isLike(String one, String other) {
        return SplitWords.ofFolders(one + "/x").equals(SplitWords.ofFolders(other + "/x"))
                && Stream.of(FoldersReader.IMAGES, CutOutsReader.CUT_OUTS)
                        .allMatch(side -> hasPart(one, side) == hasPart(other, side));
    }

    private static boolean hasPart(String folder, String part) {
        return Stream.of(folder.split("/")).anyMatch(part::equalsIgnoreCase);
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
