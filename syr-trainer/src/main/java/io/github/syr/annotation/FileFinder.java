package io.github.syr.annotation;

import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the files that annotations name, in the data set's folder and nowhere else. */
final class FileFinder {

    private final DatasetFolder folder;

    FileFinder(DatasetFolder folder) {
        this.folder = folder;
    }

    /**
     * The first of the places that has the file.
     *
     * @param name the path as the annotation has it; {@code \} separates as {@code /} does
     * @param bases folders that it may be relative to
     * @param what as {@code image}, for messages
     * @throws io.github.syr.error.SyrException if it is absolute, leaves the data set's folder or isn't there
     */
    Path find(JsonCursor name, List<Path> bases, String what) {
        return find(name, path -> bases.stream().map(base -> base.resolve(path)).toList(), what);
    }

    /** As {@link #find(JsonCursor, List, String)}, with the places made from the path. */
    Path find(JsonCursor name, Function<String, List<Path>> places, String what) {
        String path = name.text().replace('\\', '/');
        if (path.isBlank()) {
            throw name.error("the " + what + "'s path is empty.", "Name the file.");
        }
        if (path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            throw name.error(
                    "the " + what + " " + path + " is named by an absolute path or a URL, which is not read.",
                    "Put it into the data set's folder " + folder.root() + " and name it relative to that.");
        }
        Set<Path> looked = new LinkedHashSet<>();
        try {
            for (Path place : places.apply(path)) {
                Path file = place.normalize();
                if (folder.contains(file) && looked.add(file) && Files.isRegularFile(file)) {
                    return file;
                }
            }
        } catch (InvalidPathException e) {
            throw name.error(
                    "the " + what + " " + path + " is not a path on this machine: " + e.getReason() + ".",
                    "Rename the file.");
        }
        if (looked.isEmpty()) {
            throw name.error(
                    "the " + what + " " + path + " lies outside the data set's folder " + folder.root() + ".",
                    "Put it into that folder, or name the folder that holds both in <dataset>.");
        }
        throw name.error(
                "the " + what + " " + path + " is missing. Looked for "
                        + looked.stream().map(folder::nameOf).collect(Collectors.joining(", ")) + " in " + folder.root()
                        + ".",
                "Put it there, or correct the path.");
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
