package io.github.syr.annotation;

import io.github.syr.json.JsonCursor;
import io.github.syr.json.Place;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the files that annotations name, in the data set's folder and nowhere else. */
final class FileFinder {

    /** What is looked for, for messages. */
    static final String IMAGE = "image";

    /** As {@link #IMAGE}. */
    static final String MASK = "mask";

    private final DatasetFolder folder;

    FileFinder(DatasetFolder folder) {
        this.folder = folder;
    }

    /**
     * The first of the places that has the file; else the one file of the data set that has its base name.
     *
     * @param name the path as the annotation has it; {@code \} separates as {@code /} does
     * @param bases folders that it may be relative to
     * @param what {@code image} or {@code mask}
     * @throws io.github.syr.error.SyrException if no file of the data set has this name, or several have it
     */
    Path find(JsonCursor name, List<Path> bases, String what) {
        return find(name, path -> bases.stream().map(base -> base.resolve(path)).toList(), what);
    }

    /** As {@link #find(JsonCursor, List, String)}, with the places made from the path. */
    Path find(JsonCursor name, Function<String, List<Path>> places, String what) {
        return find(name.text(), name.place(), places, what);
    }

    /** As {@link #find(JsonCursor, Function, String)}, for a path that is not a JSON value. */
    Path find(String name, Place place, Function<String, List<Path>> places, String what) {
        String path = name.replace('\\', '/');
        if (path.isBlank()) {
            throw place.error("the " + what + "'s path is empty.", "Name the file.");
        }
        return lookFor(path, place, places, what)
                .orElseThrow(() -> place.error(
                        "the " + what + " " + path + " is missing: no file in " + folder.root() + " has this name.",
                        "Put it there, or correct the name."));
    }

    /** As {@link #find(String, Place, Function, String)}; empty where there is no such file. */
    Optional<Path> lookFor(String name, Place place, Function<String, List<Path>> places, String what) {
        String path = name.replace('\\', '/');
        return asWritten(path, places).or(() -> byBaseName(path, place, what));
    }

    private Optional<Path> asWritten(String path, Function<String, List<Path>> places) {
        List<Path> inside;
        try {
            inside = places.apply(path).stream()
                    .map(Path::normalize)
                    .filter(folder::contains)
                    .toList();
        } catch (InvalidPathException e) {
            return Optional.empty(); // a path of another operating system
        }
        return inside.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .map(folder.boundary()::require)
                .or(() -> asOnOtherSystems(inside));
    }

    /** Systems differ in what case and normal form of a name mean; a data set has one meaning on all of them. */
    private Optional<Path> asOnOtherSystems(List<Path> places) {
        return places.stream()
                .map(folder::nameOf)
                .flatMap(name -> folder.imageListing().at(name).stream())
                .findFirst()
                .map(folder.root()::resolve);
    }

    private Optional<Path> byBaseName(String path, Place place, String what) {
        // photographs and masks often share their names
        String others = what.equals(IMAGE) ? FoldersReader.MASKS : FoldersReader.IMAGES;
        List<String> found = folder.imageListing().find(path, name -> !PairedFolders.isIn(name, others));
        if (found.size() > 1) {
            throw place.error(
                    "the " + what + " " + path + " may be any of " + String.join(", ", found) + " in " + folder.root()
                            + ".",
                    "Write the path relative to that folder, or rename the files.");
        }
        return found.stream().findFirst().map(folder.root()::resolve);
    }

    /**
     * Where images usually lie that an annotation file names: beside it, in {@code images}, in a folder of its split.
     */
    static List<Path> usualFolders(DatasetFolder folder, Path annotationFile) {
        Path root = folder.root();
        Path beside = annotationFile.getParent();
        Set<Path> bases = new LinkedHashSet<>(List.of(beside, beside.resolve("images"), root, root.resolve("images")));
        for (String token :
                DatasetFolder.stem(annotationFile.getFileName().toString()).split("[_.\\s-]+")) {
            String word = token.replaceAll("\\d+$", "");
            SplitWords.ofWord(word).map(Split::word).ifPresent(split -> {
                for (String name : List.of(token, word, split)) {
                    bases.add(root.resolve(name));
                    bases.add(root.resolve(name).resolve("images"));
                    bases.add(root.resolve("images").resolve(name));
                    bases.add(beside.resolve(name));
                }
            });
        }
        return List.copyOf(bases);
    }
}
