package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The data set as it is trained on: {@code target/syr/dataset.json}, schema {@code syr/dataset/1}; written by the masks
 * task.
 *
 * @param schema {@value #SCHEMA}
 * @param settings digest of the request's data set parameters
 * @param images sorted by split, then by name
 * @param splits by {@link Split}'s word: how many images, and a digest over their content, masks and boxes
 * @param sources every file that was read, relative to the data set's folder with {@code /}, with its SHA-256
 * @param listing digest over the names of all images and JSON files in the data set's folder (hidden ones, folders
 *     {@code target} and the output folder left out): one that comes or goes changes it
 */
public record Dataset(
        String schema,
        String settings,
        List<Image> images,
        Map<String, SplitDigest> splits,
        Map<String, String> sources,
        String listing) {

    public static final String SCHEMA = "syr/dataset/1";

    /** Which images teach, which choose, which judge. */
    public enum Split {
        TRAIN,
        VALIDATION,
        TEST;

        /** As files have it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One image.
     *
     * @param name the file's name, for people; unique in its split
     * @param file relative to the data set's folder, with {@code /}
     * @param sha256 of the file
     * @param width of the upright image, pixels
     * @param height of the upright image, pixels
     * @param group images of one group stay in one split and in one fold: what {@code splitGroup} matches; the file's
     *     digest unless that is given
     * @param overlay the picture for the eye, relative to the output folder
     */
    public record Image(
            String name,
            String file,
            String sha256,
            int width,
            int height,
            Split split,
            String group,
            List<ObjectEntry> objects,
            String overlay) {}

    /**
     * What has one mask and one box.
     *
     * @param mask 8-bit grey PNG (0 or 255) of the image's size, relative to the output folder
     * @param maskSha256 of the mask's pixels, a byte each, 0 or 255, row by row: the file's bytes depend on the JDK's
     *     zlib
     * @param box x0, y0, x1, y1 in pixels of the upright image
     * @param label the category; empty where the format has none
     */
    public record ObjectEntry(String mask, String maskSha256, List<Double> box, String label) {}

    /**
     * How many images a split has, and the digest of all that is learned from them.
     *
     * @param sha256 over the content of images and masks, boxes and labels; names and order don't count
     */
    public record SplitDigest(int images, String sha256) {}

    /** The images of a split, in their order. */
    public List<Image> of(Split split) {
        return images.stream().filter(image -> image.split() == split).toList();
    }

    public static Dataset read(Path file) {
        return RecordJson.read(file, Dataset.class, SCHEMA);
    }

    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
