package io.github.syr.segment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.device.PyTorch;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.ByteSource;
import io.github.syr.sam.Sam;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Segments images with an adapted model: the entry point of an application.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.fromClasspath()) {
 *     SegmentedImage image = segmenter.open(Path.of("ring.jpg"));
 *     Mask mask = image.segment(Box.of(120, 80, 640, 590));
 *     ImageIO.write(mask.cutOut(), "png", out);
 * }
 * }</pre>
 *
 * <p>One is enough for a process. Any number of threads may use it: one image is encoded at a time, for one encoding
 * takes all cores and much memory, and others wait for their turn ({@link Builder#maxConcurrent}). It holds the model
 * in native memory until it is closed, and writes no file outside its cache ({@code syr.cache}, else
 * {@code ~/.cache/syr}).
 */
public final class Segmenter implements AutoCloseable {

    private final OpenModel model;
    private final SamConfig config;
    private final Precision precision;
    private final Optional<AdapterManifest> manifest;
    private final Optional<ByteSource> selfTest;
    private final Turns encodings;
    private final Turns prompts;
    private final EncodingCache cache;

    private Segmenter(Sam sam, Optional<ByteSource> selfTest, Builder builder) {
        this.model = new OpenModel(sam);
        this.config = sam.config();
        this.precision = builder.precision;
        this.selfTest = selfTest;
        this.manifest = builder.packaged.map(ClasspathAdapter::manifest);
        this.encodings = new Turns("encoding", builder.maxConcurrent, builder.timeout);
        this.prompts = new Turns("prompt", builder.maxConcurrent, builder.timeout);
        this.cache = new EncodingCache(builder.cacheBytes);
    }

    /**
     * With the adapter on the class path, and the base checkpoint it names.
     *
     * @throws io.github.syr.error.SyrException if there is none, or more than one, or its checkpoint can't be found
     */
    public static Segmenter fromClasspath() {
        return builder().fromClasspath().build();
    }

    /**
     * With an adapter on the class path, by its coordinates; works in shaded jars, too.
     *
     * @param coordinates as {@code com.example:ring-adapter}
     */
    public static Segmenter fromClasspath(String coordinates) {
        return builder().fromClasspath(coordinates).build();
    }

    /** With a checkpoint file, unadapted. */
    public static Segmenter from(Path checkpoint) {
        return builder().checkpoint(checkpoint).build();
    }

    /** With a checkpoint file and an adapter file. */
    public static Segmenter from(Path checkpoint, Path adapter) {
        return builder().checkpoint(checkpoint).adapter(adapter).build();
    }

    /** For everything else. */
    public static Builder builder() {
        return new Builder();
    }

    /** How a segmenter is made. */
    public static final class Builder {

        private Optional<Path> checkpoint = Optional.empty();
        private Optional<Path> adapter = Optional.empty();
        private Optional<ClasspathAdapter> packaged = Optional.empty();
        private OptionalInt decoderHeads = OptionalInt.empty();
        private String device = "cpu";
        private Precision precision = Precision.FLOAT32;
        private int threads;
        private int maxConcurrent = 1;
        private long cacheBytes;
        private Optional<Duration> timeout = Optional.empty();

        private Builder() {}

        /** A checkpoint file: {@code .pth}, {@code .safetensors}, or a folder in Hugging Face's layout. */
        public Builder checkpoint(Path file) {
            checkpoint = Optional.of(file);
            return this;
        }

        /** An adapter file: SYR's delta format, the predecessor's layout, or the jar that an adapter is packaged in. */
        public Builder adapter(Path file) {
            adapter = Optional.of(file);
            return this;
        }

        /** The one adapter on the class path. */
        public Builder fromClasspath() {
            packaged = Optional.of(ClasspathAdapter.only());
            return this;
        }

        /** The adapter of these coordinates on the class path, {@code group:artifact}. */
        public Builder fromClasspath(String coordinates) {
            packaged = Optional.of(ClasspathAdapter.of(coordinates));
            return this;
        }

        /** {@code auto}, {@code cpu} (the default), {@code gpu}, {@code gpu:1}. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** What the image encoder computes with; {@link Precision#FLOAT32} by default. */
        public Builder precision(Precision used) {
            precision = used;
            return this;
        }

        /**
         * Threads of one operation; the physical cores by default, divided by {@link #maxConcurrent}. The first
         * segmenter of a process decides.
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("threads is " + number + "; at least 1 is expected");
            }
            threads = number;
            return this;
        }

        /**
         * How many images are encoded, and how many prompts answered, at once; 1 by default. More than one is hardly
         * faster, for one uses all cores, and each takes its memory (ViT-B: 0.5 GB an encoding). Others wait in the
         * order in which they came. Each segmenter counts for itself.
         */
        public Builder maxConcurrent(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("maxConcurrent is " + number + "; at least 1 is expected");
            }
            maxConcurrent = number;
            return this;
        }

        /**
         * How much of the embeddings of images is kept on Java's heap, so that an image that was opened before is not
         * encoded again; 0 by default. An embedding of ViT-B, L or H takes 4 MiB (4,194,304 bytes). Images are the same
         * where their decoded pixels are; those that were not opened for longest go first.
         */
        public Builder cacheBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("cacheBytes is " + bytes + "; 0 or more is expected");
            }
            cacheBytes = bytes;
            return this;
        }

        /**
         * How long a request waits for its turn, 0 or more; without one it waits as long as it takes. A request that
         * waited for so long in vain throws {@link java.util.concurrent.RejectedExecutionException}.
         */
        public Builder timeout(Duration longest) {
            if (longest.isNegative()) {
                throw new IllegalArgumentException("timeout is " + longest + "; 0 or more is expected");
            }
            timeout = Optional.of(longest);
            return this;
        }

        /**
         * The mask decoder's heads, for checkpoints in Meta's layout that have others than 8: tensor shapes do not
         * determine it.
         */
        public Builder decoderHeads(int number) {
            decoderHeads = OptionalInt.of(number);
            return this;
        }

        /**
         * Loads the model.
         *
         * @throws io.github.syr.error.SyrException if a file is invalid, the adapter is for another checkpoint, there
         *     are no natives, the device isn't there, or it has no instructions for the precision
         */
        public Segmenter build() {
            if (checkpoint.isEmpty() && packaged.isEmpty()) {
                throw new IllegalStateException("name a checkpoint, or take an adapter from the class path");
            }
            ModelFiles files = new ModelFiles(checkpoint, adapter, packaged);
            try (DeviceStart start = DeviceStart.begin(device, threadsOfAnOperation())) {
                SamCheckpoint opened = files.open(decoderHeads);
                Optional<Adapter> weights = files.adapterFor(opened);
                return new Segmenter(Sam.load(opened, weights, start.device(), precision), files.selfTest(), this);
            }
        }

        /** As many as were asked for, or as leave each of those that compute at once its share of the cores. */
        int threadsOfAnOperation() {
            return threads > 0 ? threads : Math.max(1, PyTorch.cores() / maxConcurrent);
        }
    }

    /**
     * What is loaded, where it is an adapter from the class path: its coordinates, metrics, base checkpoint and the
     * parameters of its training.
     */
    public Optional<AdapterManifest> adapter() {
        return manifest;
    }

    /**
     * Segments a picture that SYR draws, and compares logits and mask with what the build of the adapter found. It
     * notices a wrong native library, a base checkpoint that was changed, a damaged file. Takes the time of an image.
     *
     * @return how far they are apart, within the tolerance of the precision
     * @throws io.github.syr.error.SyrException if they differ by more, or the adapter was packaged without a self-test
     */
    public SelfTest selfTest() {
        return SelfTest.of(this, selfTest, precision);
    }

    /**
     * Looks at an image file: decodes it upright, and encodes it. Takes the time of one pass through the image encoder,
     * after that of the requests before it.
     *
     * @throws io.github.syr.error.SyrException if it is missing, not a complete image, or too large
     * @throws java.util.concurrent.RejectedExecutionException if it was not its turn within the timeout
     * @throws IllegalStateException if the segmenter is closed
     */
    public SegmentedImage open(Path image) {
        Objects.requireNonNull(image, "image");
        return open(() -> new ImageDecoder().rgb(image));
    }

    /** Looks at the content of an image file, as {@link #open(Path)} does. */
    public SegmentedImage open(byte[] content) {
        Objects.requireNonNull(content, "content");
        return open(() -> new ImageDecoder().rgb(content));
    }

    /**
     * Looks at the content of an image file, as an upload has it; see {@link #open(Path)}. Better than
     * {@code ImageIO.read}, which ignores EXIF's orientation, refuses CMYK, and has no limit on pixels.
     *
     * @param content read to its end, before the request waits for its turn, so that a slow sender holds up nobody;
     *     closing it is the caller's
     */
    public SegmentedImage open(InputStream content) {
        return open(new ImageDecoder().read(content));
    }

    /**
     * Looks at an image in memory; its alpha is dropped. Grey levels are taken as they are stored, and colours of other
     * profiles become sRGB.
     *
     * @throws io.github.syr.error.SyrException if it is too large
     */
    public SegmentedImage open(BufferedImage image) {
        Objects.requireNonNull(image, "image");
        return open(() -> new ImageDecoder().rgb(image));
    }

    /** Looks at decoded pixels. */
    public SegmentedImage open(RgbImage image) {
        Objects.requireNonNull(image, "image");
        return open(() -> image);
    }

    /** Decodes when it is its turn, too, so that images that wait take no memory. */
    private SegmentedImage open(Supplier<RgbImage> image) {
        return encodings.run(() -> model.use((sam, scope) -> {
            RgbImage pixels = image.get();
            String key = cache.key(pixels);
            float[] embedding = cache.get(key).orElseGet(() -> {
                float[] encoded = sam.imageEncoder()
                        .forward(sam.input(scope, sam.resize(pixels)))
                        .toFloatArray();
                cache.put(key, encoded);
                return encoded;
            });
            return new SegmentedImage(this, pixels, sam.framing(pixels), embedding);
        }));
    }

    /** Answers a prompt when it is its turn. */
    <T> T answer(BiFunction<Sam, NDManager, T> computation) {
        return prompts.run(() -> model.use(computation));
    }

    /** Of an image's embedding: 1 x D x G x G. */
    Shape embeddingShape() {
        return new Shape(1, config.promptDim(), config.gridSize(), config.gridSize());
    }

    /** Side of the low-resolution logits. */
    int lowResSide() {
        return 4 * config.gridSize();
    }

    /** Frees the model; waits for computations that run. */
    @Override
    public void close() {
        model.close();
        encodings.close();
        prompts.close();
    }
}
