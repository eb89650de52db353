package io.github.syr.sample;

import io.github.syr.error.SyrException;
import io.github.syr.annotation.MaskDigest;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.ImageDecoder;
import io.github.syr.image.MaskResize;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Dataset;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The images of a split, decoded and resized once and kept in a scratch folder, so that a data set of any size trains in the
 * memory of one batch. Closing deletes the scratch.
 */
public final class Samples implements AutoCloseable {

    private final Path scratch;
    private final List<Path> files = new ArrayList<>();

    private Samples(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * Decodes and resizes images.
     *
     * @param scratch a folder of this run's own, below the output; made here
     * @param datasetFolder what {@link Dataset.Image#file} is relative to
     * @param output what masks are relative to
     * @param side the model's image size
     * @param maskSize the longest side of the masks; the original unless given
     */
    public static Samples prepare(
            Path scratch, List<Dataset.Image> images, Path datasetFolder, Path output, int side, OptionalInt maskSize) {
        Samples samples = new Samples(scratch);
        try {
            clear(scratch); // of a worker that was killed
            Files.createDirectories(scratch);
            ImageDecoder decoder = new ImageDecoder();
            for (Dataset.Image image : images) {
                samples.add(read(decoder, image, datasetFolder, output, side, maskSize));
            }
            return samples;
        } catch (IOException e) {
            samples.close();
            throw SyrException.cantWrite(scratch, e);
        } catch (RuntimeException | Error e) {
            samples.close();
            throw e;
        }
    }

    private static Sample read(
            ImageDecoder decoder, Dataset.Image image, Path datasetFolder, Path output, int side, OptionalInt maskSize) {
        Path file = datasetFolder.resolve(image.file());
        RgbImage pixels = decoder.rgb(file);
        if (pixels.width() != image.width() || pixels.height() != image.height()) {
            throw SyrException.badData(
                    file,
                    pixels.width() + " x " + pixels.height() + " pixels, and dataset.json says " + image.width() + " x " + image.height() + ".",
                    "Run mvn syr:masks again.");
        }
        List<Sample.AnnotatedMask> objects = new ArrayList<>();
        for (Dataset.ObjectEntry object : image.objects()) {
            Path maskFile = output.resolve(object.mask());
            BinaryMask mask = decoder.mask(maskFile, 128);
            if (!MaskDigest.of(mask).equals(object.maskSha256())) {
                throw SyrException.badData(maskFile, "is not the mask that dataset.json names.", "Run mvn syr:masks again.");
            }
            List<Double> b = object.box();
            objects.add(new Sample.AnnotatedMask(Box.of(b.get(0), b.get(1), b.get(2), b.get(3)), bounded(mask, maskSize)));
        }
        return new Sample(image.name(), image.sha256(), image.width(), image.height(), PillowResize.longestSide(pixels, side), objects);
    }

    private static BinaryMask bounded(BinaryMask mask, OptionalInt size) {
        int longest = Math.max(mask.width(), mask.height());
        if (size.isEmpty() || longest <= size.getAsInt()) {
            return mask;
        }
        double scale = (double) size.getAsInt() / longest;
        return MaskResize.nearest(
                mask, Math.max(1, (int) (mask.width() * scale + .5)), Math.max(1, (int) (mask.height() * scale + .5)));
    }

    /** How many images. */
    public int size() {
        return files.size();
    }

    private void add(Sample sample) throws IOException {
        Path file = scratch.resolve(files.size() + ".sample");
        files.add(file);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeUTF(sample.name());
            out.writeUTF(sample.sha256());
            out.writeInt(sample.width());
            out.writeInt(sample.height());
            out.writeInt(sample.resized().width());
            out.writeInt(sample.resized().height());
            out.write(sample.resized().pixels());
            out.writeInt(sample.objects().size());
            for (Sample.AnnotatedMask object : sample.objects()) {
                out.writeDouble(object.box().x0());
                out.writeDouble(object.box().y0());
                out.writeDouble(object.box().x1());
                out.writeDouble(object.box().y1());
                out.writeInt(object.mask().width());
                out.writeInt(object.mask().height());
                byte[] bits = object.mask().bits().toByteArray();
                out.writeInt(bits.length);
                out.write(bits);
            }
        }
    }

    /** One image, read anew at each call. */
    public Sample get(int index) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(files.get(index)), 1 << 16))) {
            String name = in.readUTF();
            String sha256 = in.readUTF();
            int width = in.readInt();
            int height = in.readInt();
            int w = in.readInt();
            int h = in.readInt();
            RgbImage resized = new RgbImage(w, h, in.readNBytes(3 * w * h));
            List<Sample.AnnotatedMask> objects = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                Box box = Box.of(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
                int maskWidth = in.readInt();
                int maskHeight = in.readInt();
                BitSet bits = BitSet.valueOf(in.readNBytes(in.readInt()));
                objects.add(new Sample.AnnotatedMask(box, new BinaryMask(maskWidth, maskHeight, bits)));
            }
            return new Sample(name, sha256, width, height, resized, objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            clear(scratch);
        } catch (IOException e) {
            // left-over scratch lies below target/syr, is cleared by the next run, and goes with clean
        }
    }

    private static void clear(Path scratch) throws IOException {
        if (Files.isDirectory(scratch)) {
            try (Stream<Path> files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }
}
