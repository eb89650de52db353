package io.github.syr.annotation;

import io.github.syr.io.AtomicFile;
import io.github.syr.json.JsonCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** An image that an annotation file holds itself, in base64, for which there is no file. */
final class EmbeddedImage {

    private static final String FOLDER = "embedded";

    /** Bytes. File systems take 255, and a file that is being written has a longer name. */
    private static final int LONGEST = 200;

    private EmbeddedImage() {}

    /**
     * Writes it into the output folder, unless it stands there already.
     *
     * @param annotation the file that holds it
     * @param imagePath what it is called; only the name counts
     * @param data its content
     * @return the file
     * @throws io.github.syr.error.SyrException if the name or the content is none
     */
    static Path write(DatasetFolder folder, Path annotation, JsonCursor imagePath, JsonCursor data) {
        String path = imagePath.text();
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        Path file = place(folder, annotation, name)
                .orElseThrow(() -> imagePath.error(
                        "\"" + path + "\" ends in no name of a file.", "Write the image's name there."));
        byte[] content = content(data);
        try {
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
                AtomicFile.write(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** None where the name is none on this system: one with a null, of dots, too long. */
    private static Optional<Path> place(DatasetFolder folder, Path annotation, String name) {
        boolean isLong = name.getBytes(StandardCharsets.UTF_8).length > LONGEST;
        if (name.isBlank() || name.equals(".") || name.equals("..") || isLong) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.output()
                    .resolve(FOLDER)
                    .resolve(folder.nameOf(annotation))
                    .resolveSibling(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static byte[] content(JsonCursor data) {
        String base64 = data.text().replaceFirst("^data:[^,]*,", "");
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw data.error(
                    "is not base64: " + e.getMessage() + ".",
                    "Put the image beside the JSON file, or save the annotation again.");
        }
    }
}
