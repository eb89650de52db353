package io.github.syr.annotation;

import com.google.gson.JsonElement;
import io.github.syr.error.SyrException;
import io.github.syr.io.RegularFile;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The data set's folder: which files it has, what they are called in files that leave the build, and a record of those
 * that were read. Nothing outside it is read unless the user allows that.
 */
public final class DatasetFolder {

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp");

    private static final Set<String> ANNOTATION_FOLDERS =
            Set.of("annotations", "labels", "json", "result", "via", "coco");

    /** Every annotation has one of these keys; what has none and can't be parsed is no annotation. */
    private static final List<String> ANNOTATION_KEYS = List.of(
            "\"images\"", "\"annotations\"", "\"shapes\"", "\"imagePath\"", "\"regions\"", "\"mask_path\"", "_via_");

    private final Path root;
    private final Path output;
    private final DatasetBoundary boundary;
    private final Optional<Path> annotationFile;
    private final List<String> names;
    private final List<String> otherNames;
    private final ImageListing imageListing;
    private final List<Path> unrelated = new ArrayList<>();
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<Path, JsonShape> shapes = new HashMap<>();
    private final Map<Path, JsonElement> parsedCoco = new HashMap<>();

    private DatasetFolder(Path root, Path output, DatasetBoundary boundary, Optional<Path> annotationFile) {
        this.root = root;
        this.output = output;
        this.boundary = boundary;
        List<String> files = DatasetListing.of(root, output, boundary);
        this.annotationFile = annotationFile;
        this.names =
                files.stream().filter(name -> isImage(name) || isJson(name)).toList();
        this.otherNames =
                files.stream().filter(name -> !isImage(name) && !isJson(name)).toList();
        this.imageListing =
                new ImageListing(names.stream().filter(DatasetFolder::isImage).toList());
    }

    /**
     * Opens a data set.
     *
     * @param dataset names its folder, or an annotation file in it
     * @param output where SYR writes; not part of the data set even if it lies in it
     * @throws SyrException if there is no such folder or file, it lies where SYR writes, or a link leads out of it
     */
    public static DatasetFolder open(Request.DataSource dataset, Path output) {
        String path = dataset.path();
        Path given;
        try {
            given = Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw SyrException.badRequest(
                    "dataset \"" + path + "\" is not a path: " + e.getReason() + ".",
                    "Name a folder or an annotation file.");
        }
        if (path.isBlank() || !Files.exists(given)) {
            throw SyrException.badRequest(
                    "dataset " + (path.isBlank() ? "is empty." : given + ": there is no such folder or file."),
                    "Name the data set's folder, or its annotation file, in <dataset>.");
        }
        Path root = rootOf(given);
        Path written = output.toAbsolutePath().normalize();
        if (root.startsWith(written)) {
            // old masks are cleared away there: the user's would be among them
            throw SyrException.badRequest(
                    "dataset " + given + " lies in the output folder " + written + ".",
                    "Keep the data set elsewhere, or choose another output folder.");
        }
        DatasetBoundary boundary = new DatasetBoundary(root, dataset.allowOutside());
        return new DatasetFolder(
                root,
                written,
                boundary,
                Files.isDirectory(given) ? Optional.empty() : Optional.of(boundary.require(given)));
    }

    /** The folder of a data set, which may be named by its annotation file. */
    public static Path root(Request.DataSource dataset) {
        return rootOf(Path.of(dataset.path()).toAbsolutePath().normalize());
    }

    /** An annotation file may lie in a folder of its own, as COCO's do, beside the folders of images. */
    private static Path rootOf(Path given) {
        if (Files.isDirectory(given)) {
            return given;
        }
        Path folder = given.getParent();
        boolean isOfItsOwn =
                ANNOTATION_FOLDERS.contains(String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT))
                        && DatasetListing.of(folder, folder, new DatasetBoundary(folder, true)).stream()
                                .noneMatch(DatasetFolder::isImage);
        return isOfItsOwn ? folder.getParent() : folder;
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static boolean isImage(String name) {
        return IMAGES.contains(suffix(name));
    }

    static boolean isJson(String name) {
        return suffix(name).equals("json");
    }

    /** A file's name without folder and suffix. */
    static String stem(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.contains(".") ? last.substring(0, last.lastIndexOf('.')) : last;
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** Where SYR writes. */
    Path output() {
        return output;
    }

    /** The annotation file, if one was named rather than a folder. */
    Optional<Path> annotationFile() {
        return annotationFile;
    }

    /** All images and JSON files, relative to the folder with {@code /}, sorted. */
    List<String> names() {
        return names;
    }

    /** All images by their base names. */
    ImageListing imageListing() {
        return imageListing;
    }

    /** Files with that suffix, which are neither images nor JSON; relative to the folder, sorted. */
    List<String> others(String suffix) {
        return otherNames.stream().filter(name -> suffix(name).equals(suffix)).toList();
    }

    /** The JSON files to look at: the one that was named, or all but those that {@link #warnings} names. */
    List<Path> jsonFiles() {
        return annotationFile
                .map(List::of)
                .orElseGet(() -> names.stream()
                        .filter(DatasetFolder::isJson)
                        .map(root::resolve)
                        .filter(file -> !isUnrelated(file))
                        .toList());
    }

    /** Whether a file is not JSON, and nothing in its name or text says that it is an annotation that was damaged. */
    private boolean isUnrelated(Path file) {
        if (shapes.containsKey(file)) {
            return false;
        }
        if (unrelated.contains(file)) {
            return true;
        }
        try {
            shape(file);
            return false;
        } catch (SyrException e) {
            String stem = stem(file.getFileName().toString());
            boolean isPointer = GitLfsPointer.in(file).isPresent();
            boolean isNamedAsOne = nameOf(file).equals(SyrReader.FILE)
                    || names.stream()
                            .anyMatch(name -> isImage(name) && stem(name).equals(stem));
            if (isPointer || isNamedAsOne || ANNOTATION_KEYS.stream().anyMatch(text(file)::contains)) {
                throw e;
            }
            unrelated.add(file);
            return true;
        }
    }

    private static String text(Path file) {
        RegularFile.require(file);
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e, "Make the file readable.", e);
        }
    }

    /** What the user should know about files that were not read. */
    List<String> warnings() {
        return unrelated.stream()
                .map(file -> nameOf(file) + " is not valid JSON and looks like no annotation; it is not read.")
                .toList();
    }

    /** Images right in a folder, relative to the data set's folder; sorted. */
    List<String> imagesIn(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return names.stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0 && isImage(name))
                .toList();
    }

    /** What of the folder may be read. */
    DatasetBoundary boundary() {
        return boundary;
    }

    /** Whether a path lies in the folder by its names; a link in it may lead elsewhere. */
    boolean contains(Path path) {
        return path.normalize().startsWith(root);
    }

    /** As files that leave the build name it: relative to the folder, with {@code /}. */
    String nameOf(Path file) {
        return DatasetListing.relative(root, file);
    }

    /** Reads a JSON file of the data set; a COCO file whose shape was looked at is not parsed again. */
    JsonCursor json(Path file) {
        sha256(file);
        JsonElement parsed = parsedCoco.remove(file);
        return new JsonCursor(parsed == null ? parse(file) : parsed, file);
    }

    /**
     * The shape of a JSON file.
     *
     * @throws SyrException if the file is not JSON; with line and column
     */
    JsonShape shape(Path file) {
        JsonShape known = shapes.get(file);
        if (known != null) {
            return known;
        }
        sha256(file);
        JsonElement parsed = parse(file);
        JsonShape shape = JsonShape.of(parsed);
        shapes.put(file, shape);
        if (CocoReader.matches(shape)) {
            // COCO's files are few and large; other formats may have one with a picture in it for every image
            parsedCoco.put(file, parsed);
        }
        return shape;
    }

    private static JsonElement parse(Path file) {
        if (GitLfsPointer.in(file).isPresent()) {
            throw SyrException.badData(
                    file, "is a Git LFS pointer, not the annotations themselves.", "Fetch them with 'git lfs pull'.");
        }
        return Json.read(file);
    }

    /** The SHA-256 of a file's content, of one that Git LFS has not pulled, too; it counts as read from here on. */
    String sha256(Path file) {
        return sources.computeIfAbsent(nameOf(file), name -> {
            try {
                return GitLfsPointer.sha256Of(file);
            } catch (UncheckedIOException e) {
                throw SyrException.badData(file, "can't be read: " + e.getCause(), "Make the file readable.", e);
            }
        });
    }

    /** Every file that was read so far, by name, with its SHA-256. */
    Map<String, String> sources() {
        return Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    /** All images and JSON files that Git LFS has not pulled, by name. */
    public List<String> pointers() {
        return names.stream()
                .filter(name -> GitLfsPointer.in(root.resolve(name)).isPresent())
                .toList();
    }

    /**
     * Digests of the content of all images and JSON files, by name, pulled or not.
     *
     * @param known digests that need not be taken again
     */
    public Map<String, String> contents(Map<String, String> known) {
        Map<String, String> contents = new TreeMap<>();
        for (String name : names) {
            String digest = known.get(name);
            contents.put(name, digest == null ? sha256(root.resolve(name)) : digest);
        }
        return contents;
    }

    /** A digest over the names of all images and JSON files. */
    public String listing() {
        return Sha256.of(String.join("\n", names));
    }
}
