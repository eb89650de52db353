package io.github.syr.demo.image;

import io.github.syr.error.SyrException;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.PngFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The images of a demo, in a folder for temporary files that only this user can read, and that goes with the demo. */
public final class ImageStore implements AutoCloseable {

    private final Path folder;
    private final int most;
    private final Map<String, StoredImage> images = new LinkedHashMap<>();
    private final Object decoding = new Object();

    /** @param most how many images it holds at once */
    public ImageStore(int most) {
        this.most = most;
        try {
            folder = Files.createTempDirectory("syr-demo");
        } catch (IOException e) {
            throw SyrException.cantWrite(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    /**
     * Takes an image.
     *
     * @param name the file's name; what stands before the last slash or backslash is dropped
     * @param content read to its end
     * @param datasetFile where it lies in the data set
     * @throws SyrException if it is not a complete image, has too many pixels, or there are as many as it holds
     */
    public StoredImage add(String name, InputStream content, Optional<String> datasetFile) {
        requireRoom();
        String id = UUID.randomUUID().toString();
        Path file = folder.resolve(id);
        Path picture = folder.resolve(id + ".png");
        try {
            Files.copy(content, file);
            StoredImage image;
            // decoded pixels are large: one image at a time
            synchronized (decoding) {
                RgbImage pixels = decode(file, name);
                PngFile.write(picture, pixels);
                image = new StoredImage(
                        id, lastPart(name), pixels.width(), pixels.height(), file, picture, datasetFile);
            }
            synchronized (images) {
                requireRoom();
                images.put(id, image);
            }
            return image;
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        } finally {
            if (find(id).isEmpty()) {
                delete(file);
                delete(picture);
            }
        }
    }

    /** In words for the user, who knows the image by its name and nothing of the copy. */
    private static RgbImage decode(Path file, String name) {
        try {
            return new ImageDecoder().rgb(file);
        } catch (SyrException e) {
            String problem = e.problem().replace(file.toString(), lastPart(name));
            throw new SyrException(e.kind(), problem, e.remedy(), e);
        }
    }

    private static String lastPart(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String printable = last.replaceAll("\\p{Cntrl}", "").strip();
        return printable.isEmpty() ? "image" : printable;
    }

    private void requireRoom() {
        synchronized (images) {
            if (images.size() >= most) {
                throw SyrException.badRequest(
                        "There are " + most + " images already, as many as the demo holds.", "Remove some.");
            }
        }
    }

    /** All images, in the order in which they came. */
    public List<StoredImage> all() {
        synchronized (images) {
            return new ArrayList<>(images.values());
        }
    }

    public Optional<StoredImage> find(String id) {
        synchronized (images) {
            return Optional.ofNullable(images.get(id));
        }
    }

    /** Deletes an image's files; nothing where there is none of that id. */
    public void remove(String id) {
        StoredImage image;
        synchronized (images) {
            image = images.remove(id);
        }
        if (image != null) {
            delete(image.file());
            delete(image.picture());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a reader may hold it, on Windows; it goes with the folder
        }
    }

    /** Deletes everything. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(ImageStore::delete);
        } catch (IOException e) {
            // the folder is gone already
        }
    }
}
