package io.github.syr.sample;

import io.github.syr.annotation.MaskDigest;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.MaskResize;
import io.github.syr.mask.Overlay;
import io.github.syr.message.Dataset;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images of a split, decoded and resized once and kept in a scratch folder, so that a data set of any size trains
 * in the memory of one batch. Closing deletes the scratch.
 */
public final class Samples implements AutoCloseable {

    private static final String SAMPLE = ".sample";
    private static final String CANVAS = ".canvas";
    private static final String DETAIL = ".detail";

    /** What closing deletes; of a selection, nothing. */
    private final Optional<Path> scratch;

    /** By image, without the endings of the files that it has. */
    private final List<Path> stems;

    /**
     * How images are prepared.
     *
     * @param datasetFolder what {@link Dataset.Image#file} is relative to
     * @param output what masks are relative to
     * @param side the model's image size
     * @param maskSize the longest side of the masks; the original unless given
     * @param withCanvases whether overlays will be drawn on them
     * @param detailSide the longest side of the images that variants are made of; none are made unless given
     */
    public record Settings(
            Path datasetFolder,
            Path output,
            int side,
            OptionalInt maskSize,
            boolean withCanvases,
            OptionalInt detailSide) {}

    private Samples(Optional<Path> scratch, List<Path> stems) {
        this.scratch = scratch;
        this.stems = stems;
    }

    /**
     * Decodes and resizes images.
     *
     * @param scratch a folder of this run's own, below the output; made here
     */
    public static Samples prepare(Path scratch, List<Dataset.Image> images, Settings settings) {
        Samples samples = new Samples(Optional.of(scratch), new ArrayList<>());
        try {
            clear(scratch); // of a worker that was killed
            Files.createDirectories(scratch);
            ImageDecoder decoder = new ImageDecoder();
            for (Dataset.Image image : images) {
                samples.add(scratch.resolve(String.valueOf(samples.size())), decoder, image, settings);
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

    /** Bytes that prepared images take on the disk, at most. */
    public static long bytes(List<Dataset.Image> images, Settings settings) {
        long bytes = 0;
        for (Dataset.Image image : images) {
            long pixels = (long) image.width() * image.height();
            Size mask = new Size(image.width(), image.height())
                    .atMost(settings.maskSize().orElse(Integer.MAX_VALUE));
            bytes += 3L * settings.side() * settings.side()
                    + image.objects().size() * ((long) mask.width() * mask.height() / 8)
                    + (settings.withCanvases() ? 3 * pixels : 0)
                    + settings.detailSide().stream()
                            .mapToLong(side -> bytesOfDetail(image, side))
                            .sum();
        }
        return bytes;
    }

    private static long bytesOfDetail(Dataset.Image image, int side) {
        Size size = new Size(image.width(), image.height()).atMost(side);
        long pixels = (long) size.width() * size.height();
        return 3 * pixels + image.objects().size() * pixels / 8;
    }

    /** Some of the images, which live as long as this. */
    public Samples select(IntPredicate index) {
        return new Samples(
                Optional.empty(),
                IntStream.range(0, size()).filter(index).mapToObj(stems::get).toList());
    }

    private void add(Path stem, ImageDecoder decoder, Dataset.Image image, Settings settings) throws IOException {
        RgbImage pixels = pixels(decoder, image, settings);
        if (settings.withCanvases()) {
            write(file(stem, CANVAS), Overlay.canvas(pixels));
        }
        List<Sample.AnnotatedMask> objects = new ArrayList<>();
        List<BinaryMask> masks = new ArrayList<>();
        for (Dataset.ObjectEntry object : image.objects()) {
            Path maskFile = settings.output().resolve(object.mask());
            BinaryMask mask = decoder.mask(maskFile, 128);
            if (!MaskDigest.of(mask).equals(object.maskSha256())) {
                throw SyrException.badData(
                        maskFile, "is not the mask that dataset.json names.", "Run mvn syr:masks again.");
            }
            masks.add(mask);
            List<Double> b = object.box();
            objects.add(new Sample.AnnotatedMask(
                    Box.of(b.get(0), b.get(1), b.get(2), b.get(3)), bounded(mask, settings.maskSize())));
        }
        if (settings.detailSide().isPresent()) {
            Size size = Size.of(pixels).atMost(settings.detailSide().getAsInt());
            write(file(stem, DETAIL), detail(pixels, masks, size));
        }
        RgbImage resized = PillowResize.longestSide(pixels, settings.side());
        write(
                file(stem, SAMPLE),
                new Sample(image.name(), image.sha256(), image.width(), image.height(), resized, objects));
        stems.add(stem);
    }

    private static Detail detail(RgbImage pixels, List<BinaryMask> masks, Size size) {
        return new Detail(
                PillowResize.resize(pixels, size.width(), size.height()),
                masks.stream()
                        .map(mask -> MaskResize.nearest(mask, size.width(), size.height()))
                        .toList());
    }

    private static RgbImage pixels(ImageDecoder decoder, Dataset.Image image, Settings settings) {
        Path file = settings.datasetFolder().resolve(image.file());
        RgbImage pixels = decoder.rgb(file);
        if (pixels.width() != image.width() || pixels.height() != image.height()) {
            throw SyrException.badData(
                    file,
                    Size.of(pixels) + ", but dataset.json says " + image.width() + " x " + image.height() + ".",
                    "Run mvn syr:masks again.");
        }
        return pixels;
    }

    private static BinaryMask bounded(BinaryMask mask, OptionalInt size) {
        if (size.isEmpty()) {
            return mask;
        }
        Size bounded = Size.of(mask).atMost(size.getAsInt());
        return MaskResize.nearest(mask, bounded.width(), bounded.height());
    }

    /** How many images. */
    public int size() {
        return stems.size();
    }

    private static void write(Path file, Sample sample) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeUTF(sample.name());
            out.writeUTF(sample.sha256());
            out.writeInt(sample.width());
            out.writeInt(sample.height());
            write(out, sample.resized());
            out.writeInt(sample.objects().size());
            for (Sample.AnnotatedMask object : sample.objects()) {
                out.writeDouble(object.box().x0());
                out.writeDouble(object.box().y0());
                out.writeDouble(object.box().x1());
                out.writeDouble(object.box().y1());
                write(out, object.mask());
            }
        }
    }

    /** One image, read again at each call. */
    public Sample get(int index) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file(stems.get(index), SAMPLE)), 1 << 16))) {
            String name = in.readUTF();
            String sha256 = in.readUTF();
            int width = in.readInt();
            int height = in.readInt();
            RgbImage resized = readImage(in);
            List<Sample.AnnotatedMask> objects = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                Box box = Box.of(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
                objects.add(new Sample.AnnotatedMask(box, readMask(in)));
            }
            return new Sample(name, sha256, width, height, resized, objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What variants of an image are made of; where they were asked for. Read again at each call. */
    public Detail detailOf(int index) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file(stems.get(index), DETAIL)), 1 << 16))) {
            RgbImage image = readImage(in);
            List<BinaryMask> masks = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                masks.add(readMask(in));
            }
            return new Detail(image, masks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An image to draw an overlay on, at most {@link Overlay#LONGEST_SIDE} long; where they were asked for. */
    public RgbImage canvasOf(int index) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file(stems.get(index), CANVAS)), 1 << 16))) {
            return readImage(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path stem, String ending) {
        return stem.resolveSibling(stem.getFileName() + ending);
    }

    private static void write(Path file, Detail detail) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            write(out, detail.image());
            out.writeInt(detail.masks().size());
            for (BinaryMask mask : detail.masks()) {
                write(out, mask);
            }
        }
    }

    private static void write(DataOutputStream out, BinaryMask mask) throws IOException {
        out.writeInt(mask.width());
        out.writeInt(mask.height());
        byte[] bits = mask.bits().toByteArray();
        out.writeInt(bits.length);
        out.write(bits);
    }

    private static BinaryMask readMask(DataInputStream in) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        return new BinaryMask(width, height, BitSet.valueOf(in.readNBytes(in.readInt())));
    }

    private static void write(Path file, RgbImage image) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            write(out, image);
        }
    }

    private static void write(DataOutputStream out, RgbImage image) throws IOException {
        out.writeInt(image.width());
        out.writeInt(image.height());
        out.write(image.pixels());
    }

    private static RgbImage readImage(DataInputStream in) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        return new RgbImage(width, height, in.readNBytes(3 * width * height));
    }

    @Override
    public void close() {
        try {
            if (scratch.isPresent()) {
                clear(scratch.get());
            }
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
