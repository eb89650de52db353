package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lists a data set's files; hidden ones and what Maven builds ({@code target}) left out. What is read of them, images
 * and JSON files, has to lie in the data set, and to have names that mean one file on every system.
 */
final class DatasetListing extends SimpleFileVisitor<Path> {

    private final Path root;
    private final Path output;
    private final DatasetBoundary boundary;
    private final List<String> names = new ArrayList<>();
    private final Map<String, String> folded = new HashMap<>();

    private DatasetListing(Path root, Path output, DatasetBoundary boundary) {
        this.root = root;
        this.output = output;
        this.boundary = boundary;
    }

    /**
     * All files, relative to the folder with {@code /}, sorted.
     *
     * @param output where SYR writes, which is left out
     * @throws SyrException if a link leads out of the data set, two names differ in nothing but case or normal form,
     *     one has a backslash, or the folder can't be listed
     */
    static List<String> of(Path root, Path output, DatasetBoundary boundary) {
        DatasetListing listing = new DatasetListing(root, output, boundary);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
        } catch (IOException e) {
            throw SyrException.badData(root, "can't be listed: " + e, "Make the folder and all in it readable.", e);
        }
        Collections.sort(listing.names);
        return Collections.unmodifiableList(listing.names);
    }

    /** A file's name for annotations and reports: relative to the folder, with {@code /} on every system. */
    static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = String.valueOf(folder.getFileName());
        boolean foreign = name.startsWith(".") || name.equals("target") || folder.equals(output);
        if (foreign && !folder.equals(root)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        boundary.require(folder);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = relative(root, file);
        if (file.getFileName().toString().startsWith(".")) {
            return FileVisitResult.CONTINUE;
        }
        if (DatasetFolder.isImage(name) || DatasetFolder.isJson(name)) {
            if (Files.isSymbolicLink(file)) {
                boundary.require(file);
            }
            requireOneMeaning(file, name);
            names.add(name);
        } else if (!Files.isSymbolicLink(file) || boundary.allows(file)) {
            names.add(name);
        }
        return FileVisitResult.CONTINUE;
    }

    private void requireOneMeaning(Path file, String name) {
        if (name.indexOf('\\') >= 0) {
            throw SyrException.badData(
                    file,
                    "has a backslash in its name, which other systems take for a folder's end.",
                    "Rename it; an archive of Windows that was unpacked elsewhere leaves such names.");
        }
        String twin = folded.put(ImageListing.folded(name), name);
        if (twin != null) {
            String least = twin.compareTo(name) < 0 ? twin : name;
            String other = least.equals(name) ? twin : name;
            boolean isCase = !ImageListing.composed(twin).equals(ImageListing.composed(name));
            throw SyrException.badData(
                    root,
                    "the files " + visible(least, other) + " and " + visible(other, least) + " differ in "
                            + (isCase ? "case" : "the normal form of Unicode")
                            + " only, so that they are one file on other systems.",
                    "Rename or delete one of them.");
        }
    }

    /** A name as it is; with the characters beyond ASCII as escapes, where it looks like the other. */
    private static String visible(String name, String other) {
        if (!ImageListing.composed(name).equals(ImageListing.composed(other))) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        name.chars()
                .forEach(c ->
                        text.append(c < 128 ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04X", c)));
        return text.toString();
    }
}
