package io.github.syr.image.decode;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The content of an image file, and what it is called in messages.
 *
 * @param place a path, or words
 */
record ImageSource(Object place, byte[] bytes) {

    private static final String MEMORY = "the image in memory";
    private static final String STREAM = "the image from a stream";
    private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

    /** Reads a part of what is there. */
    private interface Rest {

        byte[] read() throws IOException;
    }

    /**
     * The whole file, if it begins as an image does: a film or an archive of gigabytes isn't taken into memory first.
     */
    static ImageSource of(Path file) {
        if (Files.isDirectory(file)) {
            throw SyrException.badData(file, "is a folder, not an image.", "Name a file in it.");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw SyrException.badData(file, "is not a regular file.", "Name an image file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, in.readNBytes(ImageFormat.HEAD), () -> {
                if (Files.size(file) > MOST_BYTES) {
                    throw new BadImageException(
                            "has " + Files.size(file) + " bytes, more than is read of an image.", "Shrink it.");
                }
                return Files.readAllBytes(file);
            });
        } catch (NoSuchFileException e) {
            throw SyrException.badData(file, "doesn't exist.", "Check the path, or put the image there.");
        } catch (IOException e) {
            throw new ImageSource(file, new byte[0]).bad(e);
        }
    }

    static ImageSource of(byte[] content) {
        Objects.requireNonNull(content, "content");
        try {
            return read(MEMORY, content, () -> content);
        } catch (IOException e) {
            throw ofMemory().bad(e);
        }
    }

    /** For images that were not read by SYR. */
    static ImageSource ofMemory() {
        return new ImageSource(MEMORY, new byte[0]);
    }

    /** @param most bytes that are read */
    static ImageSource of(InputStream content, long most) {
        Objects.requireNonNull(content, "content");
        try {
            byte[] head = content.readNBytes(ImageFormat.HEAD);
            return read(STREAM, head, () -> {
                int room = (int) (Math.min(most, MOST_BYTES) - head.length);
                byte[] rest = content.readNBytes(room);
                if (rest.length == room && content.read() >= 0) {
                    throw new BadImageException(
                            "has more than " + (room + head.length) + " bytes, more than an image within the limit on"
                                    + " pixels has.",
                            "Save it again as PNG.");
                }
                byte[] all = new byte[head.length + rest.length];
                System.arraycopy(head, 0, all, 0, head.length);
                System.arraycopy(rest, 0, all, head.length, rest.length);
                return all;
            });
        } catch (IOException e) {
            throw new ImageSource(STREAM, new byte[0]).bad(e);
        }
    }

    private static ImageSource read(Object place, byte[] head, Rest rest) throws IOException {
        if (head.length == 0) {
            throw new BadImageException("is empty.", "Copy or download the file again.");
        }
        if (ImageFormat.of(head).isEmpty()) {
            throw ImageFormat.unknown(head);
        }
        try {
            return new ImageSource(place, rest.read());
        } catch (OutOfMemoryError e) {
            throw new ImageSource(place, head).outOfMemory(e);
        }
    }

    SyrException outOfMemory(OutOfMemoryError e) {
        return new SyrException(
                SyrException.Kind.OUT_OF_MEMORY,
                place + ": there is not enough memory to read the image.",
                "Shrink it, or give Java more memory by -Xmx.",
                e);
    }

    SyrException bad(IOException e) {
        return e instanceof BadImageException bad
                ? SyrException.badData(place, bad.getMessage(), bad.remedy(), bad)
                : SyrException.badData(place, "can't be read: " + e + ".", "Check the file and its permissions.", e);
    }
}
