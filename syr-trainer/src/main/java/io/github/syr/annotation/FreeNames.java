package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Names for new files: ones that any file system takes, and that no other file has, in whatever case. */
final class FreeNames {

    /** Bytes. File systems take 255, and a file that is being written has a longer name. */
    private static final int LONGEST = 180;

    private final DatasetFolder folder;

    FreeNames(DatasetFolder folder) {
        this.folder = folder;
    }

    /**
     * A name as it was given, as far as it can be.
     *
     * @param given by whoever uploads the file; a path's folders don't count
     * @param suffixes those that fit the content, the usual one first
     * @param isFree tells it of a name with its suffix
     * @return the name; with -2, -3, … behind its stem where it is not free
     */
    static String choose(String given, List<String> suffixes, Predicate<String> isFree) {
        String name = cleaned(given);
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        boolean fits = name.contains(".") && suffixes.contains(suffix.toLowerCase(Locale.ROOT));
        boolean isForeign = name.contains(".") && suffix.matches("[A-Za-z]{2,4}[0-9]?");
        String stem = fits || isForeign ? DatasetFolder.stem(name) : name;
        stem = cut(stem.isBlank() ? "image" : stem.strip());
        String end = "." + (fits ? suffix : suffixes.get(0));
        String free = stem + end;
        for (int number = 2; !isFree.test(free); number++) {
            free = stem + "-" + number + end;
        }
        return free;
    }

    private static String cleaned(String given) {
        String slashed = ImageListing.composed(given).replace('\\', '/');
        return slashed.substring(slashed.lastIndexOf('/') + 1)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "")
                .replaceAll("[<>:\"|?*%]", "_")
                .replaceAll("^[.\\s]+|[.\\s]+$", "");
    }

    private static String cut(String stem) {
        String cut = stem;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1)).strip();
        }
        return cut;
    }

    /** Whether nothing has this path, relative to the data set's folder. */
    boolean isFree(String path) {
        Path parent = folder.root().resolve(DatasetState.parent(path));
        if (!Files.isDirectory(parent)) {
            return true;
        }
        String wanted = ImageListing.folded(path.substring(path.lastIndexOf('/') + 1));
        try (Stream<Path> children = Files.list(parent)) {
            return children.noneMatch(
                    child -> ImageListing.folded(child.getFileName().toString()).equals(wanted));
        } catch (IOException e) {
            throw SyrException.badData(parent, "can't be listed: " + e, "Make the folder readable.", e);
        }
    }

    /** Whether no file of the data set has this name: annotations whose paths don't hold find files by it. */
    boolean isNameFree(String name) {
        return folder.names().stream()
                .noneMatch(other -> ImageListing.folded(other.substring(other.lastIndexOf('/') + 1))
                        .equals(ImageListing.folded(name)));
    }

    /** Whether no file of the data set has this name but for the suffix. */
    boolean isStemFree(String name) {
        return folder.names().stream().noneMatch(other -> hasStem(other, name));
    }

    /** Whether no file right in a folder of the data set has this name but for the suffix. */
    boolean isStemFreeIn(String parent, String name) {
        return folder.names().stream()
                .noneMatch(other -> DatasetState.parent(other).equals(parent) && hasStem(other, name));
    }

    private static boolean hasStem(String file, String name) {
        return ImageListing.folded(DatasetFolder.stem(file)).equals(ImageListing.folded(DatasetFolder.stem(name)));
    }
}
