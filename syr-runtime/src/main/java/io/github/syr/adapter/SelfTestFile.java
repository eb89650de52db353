package io.github.syr.adapter;

import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Rle;
import io.github.syr.image.Size;
import io.github.syr.io.ByteSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an adapter makes of a {@link SelfTestPicture}, as the build that made it found: {@code selftest.safetensors}
 * beside the adapter, schema {@value #SCHEMA}. It has the picture, unless SYR draws it.
 *
 * <p>Of the low-resolution logits it has every {@code step}-th of each row and column, so that the file has some 20 KB
 * for every model; the mask is whole, as run lengths.
 *
 * @param adapterSha256 of the adapter's file
 * @param side of the low-resolution logits
 * @param logits n x n of them, row by row, n = side / step rounded up
 * @param mask of the picture's size
 * @param picture that was segmented
 */
public record SelfTestFile(String adapterSha256, int side, float[] logits, BinaryMask mask, SelfTestPicture picture) {

    /** What the metadata's key {@code schema} says. */
    public static final String SCHEMA = "syr/selftest/1";

    /** The file's name, beside the adapter's. */
    public static final String FILE = "selftest.safetensors";

    private static final String PICTURE = "picture";

    /** The most logits of a row. */
    private static final int MOST = 64;

    /** Of any model that can be loaded; a file that says more is damaged. */
    private static final int MOST_SIDE = 4096;

    private static final String REMEDY = "The file is damaged: get the artifact again, or run mvn syr:evaluate again.";

    /**
     * What a model gave.
     *
     * @param adapterSha256 of the adapter's file
     * @param lowRes its low-resolution logits, side x side
     * @param mask of the picture
     * @param picture that was segmented
     */
    public static SelfTestFile of(String adapterSha256, float[] lowRes, BinaryMask mask, SelfTestPicture picture) {
        int side = (int) Math.round(Math.sqrt(lowRes.length));
        return new SelfTestFile(adapterSha256, side, kept(lowRes, side), mask, picture);
    }

    private static int step(int side) {
        return (side + MOST - 1) / MOST;
    }

    /** How many logits a row has. */
    private static int row(int side) {
        return (side + step(side) - 1) / step(side);
    }

    /** The logits that a file has of a model's. */
    private static float[] kept(float[] lowRes, int side) {
        int step = step(side);
        int row = row(side);
        float[] kept = new float[row * row];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = lowRes[i / row * step * side + i % row * step];
        }
        return kept;
    }

    /** Writes it; the same result gives the same bytes. */
    public void write(Path file) {
        Rle runs = Rle.of(mask);
        float[] counts = new float[runs.counts().size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = runs.counts().get(i);
        }
        int row = row(side);
        TreeMap<String, FloatTensor> tensors = new TreeMap<>(Map.of(
                "logits", FloatTensor.of(new long[] {row, row}, logits),
                "mask_runs", FloatTensor.of(new long[] {counts.length}, counts)));
        if (!picture.isDrawn()) {
            tensors.put(PICTURE, picture.packed());
        }
        Safetensors.write(
                file,
                tensors,
                Map.of(
                        "schema",
                        SCHEMA,
                        "adapter_sha256",
                        adapterSha256,
                        "picture_sha256",
                        picture.sha256(),
                        "side",
                        String.valueOf(side)));
    }

    /**
     * Reads one.
     *
     * @throws SyrException if it is missing, damaged, of another schema, or of another picture than this SYR draws
     */
    public static SelfTestFile read(ByteSource source) {
        TensorFile file = Safetensors.read(source);
        String schema = metadata(file, "schema");
        if (!schema.equals(SCHEMA)) {
            throw SyrException.badData(
                    source,
                    "schema \"" + schema + "\"; this SYR reads \"" + SCHEMA + "\".",
                    "Use the version of SYR that wrote it.");
        }
        SelfTestPicture picture = picture(file);
        String sha256 = metadata(file, "picture_sha256");
        if (!sha256.equals(picture.sha256())) {
            throw SyrException.badData(
                    source,
                    "it is of the picture " + sha256 + ", and "
                            + (picture.isDrawn() ? "this SYR draws " : "the picture in it is ") + picture.sha256()
                            + ".",
                    "Use the version of SYR that wrote it, or get the artifact again.");
        }
        int side = side(file);
        float[] logits = numbers(file, "logits");
        if (logits.length != row(side) * row(side)) {
            throw SyrException.badData(
                    source,
                    "logits has " + logits.length + " numbers; " + row(side) * row(side) + " are expected of a side of "
                            + side + ".",
                    REMEDY);
        }
        return new SelfTestFile(metadata(file, "adapter_sha256"), side, logits, mask(file, picture), picture);
    }

    private static SelfTestPicture picture(TensorFile file) {
        var tensor = file.tensors().get(PICTURE);
        if (tensor == null) {
            return SelfTestPicture.drawn();
        }
        long[] shape = tensor.shape();
        if (shape.length != 2
                || Arrays.stream(shape).anyMatch(side -> side < 1 || side > SelfTestPicture.LONGEST_SIDE)) {
            throw SyrException.badData(
                    file.source(),
                    "picture has the shape " + Arrays.toString(shape) + "; height and width of 1 to "
                            + SelfTestPicture.LONGEST_SIDE + " are expected.",
                    REMEDY);
        }
        return SelfTestPicture.unpacked((int) shape[1], (int) shape[0], tensor.toFloats());
    }

    private static String metadata(TensorFile file, String key) {
        String value = file.metadata().get(key);
        if (value == null) {
            throw SyrException.badData(file.source(), "its metadata lack \"" + key + "\".", REMEDY);
        }
        return value;
    }

    private static int side(TensorFile file) {
        String text = metadata(file, "side");
        if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MOST_SIDE) {
            return Integer.parseInt(text);
        }
        throw SyrException.badData(
                file.source(),
                "side is \"" + text + "\"; a whole number of 1 to " + MOST_SIDE + " is expected.",
                REMEDY);
    }

    private static float[] numbers(TensorFile file, String name) {
        var tensor = file.tensors().get(name);
        if (tensor == null) {
            throw SyrException.badData(file.source(), "the tensor " + name + " is missing.", REMEDY);
        }
        return tensor.toFloats();
    }

    private static BinaryMask mask(TensorFile file, SelfTestPicture picture) {
        List<Integer> counts = new ArrayList<>();
        for (float count : numbers(file, "mask_runs")) {
            counts.add((int) count);
        }
        try {
            return new Rle(Size.of(picture.pixels()), counts).mask();
        } catch (IllegalArgumentException e) {
            throw SyrException.badData(file.source(), "mask_runs: " + e.getMessage() + ".", REMEDY, e);
        }
    }

    /**
     * Whether it is of an adapter.
     *
     * @param sha256 of the adapter's file
     */
    public boolean isOf(String sha256) {
        return adapterSha256.equals(sha256);
    }

    /** The logit that is farthest from 0. */
    public double largestLogit() {
        double largest = 0;
        for (float logit : logits) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return largest;
    }

    /**
     * How far a model's logits are from these.
     *
     * @param lowRes its low-resolution logits; infinitely far where they are not side x side, or one is no number
     */
    public double largestDifference(float[] lowRes) {
        if (lowRes.length != side * side) {
            return Double.POSITIVE_INFINITY;
        }
        float[] found = kept(lowRes, side);
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - logits[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SelfTestFile that
                && adapterSha256.equals(that.adapterSha256)
                && side == that.side
                && Arrays.equals(logits, that.logits)
                && mask.equals(that.mask)
                && picture.sha256().equals(that.picture.sha256());
    }

    @Override
    public int hashCode() {
        return 31 * adapterSha256.hashCode() + Arrays.hashCode(logits);
    }
}
