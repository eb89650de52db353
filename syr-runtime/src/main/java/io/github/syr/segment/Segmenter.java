package io.github.syr.segment;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.sam.Sam;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;

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
 * <p>One is enough for a process; any number of threads may use it at once. It holds the model in native memory until
 * it is closed, and writes no file outside its cache ({@code syr.cache}, else {@code ~/.cache/syr}).
 */
public final class Segmenter implements AutoCloseable {

    private final Sam sam;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private Segmenter(Sam sam) {
        this.sam = sam;
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
        private int threads;

        private Builder() {}

        /** A checkpoint file: {@code .pth}, {@code .safetensors}, or a folder in Hugging Face's layout. */
        public Builder checkpoint(Path file) {
            checkpoint = Optional.of(file);
            return this;
        }

        /** An adapter file: SYR's delta format, or the predecessor's layout. */
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

        /** Threads of one operation; the physical cores by default. The first segmenter of a process decides. */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("threads is " + number + "; at least 1 is expected");
            }
            threads = number;
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
         *     are no natives, or the device isn't there
         */
        public Segmenter build() {
            if (checkpoint.isEmpty() && packaged.isEmpty()) {
                throw new IllegalStateException("name a checkpoint, or take an adapter from the class path");
            }
            OptionalInt heads = decoderHeads.isPresent() || packaged.isEmpty()
                    ? decoderHeads
                    : packaged.get().decoderHeads();
            SamCheckpoint opened = checkpoint.isPresent()
                    ? SamCheckpoint.open(checkpoint.get(), heads)
                    : SamCheckpoint.open(packaged.get().checkpoint(), heads);
            Optional<Adapter> weights =
                    adapter.map(AdapterFile::read).or(() -> packaged.map(ClasspathAdapter::adapter));
            weights.ifPresent(a -> AdapterCheck.require(
                    a,
                    adapter.<Object>map(p -> p).orElseGet(() -> packaged.get().source()),
                    opened,
                    a.baseSha256().isPresent() ? CheckpointStore.sha256(opened.source()) : ""));
            Device chosen = PyTorch.start(
                    device,
                    threads,
                    warning -> System.getLogger("io.github.syr").log(System.Logger.Level.WARNING, warning));
            return new Segmenter(Sam.load(opened, weights, chosen));
        }
    }

    /**
     * Looks at an image file: decodes it upright, and encodes it. Takes the time of one pass through the image encoder.
     *
     * @throws io.github.syr.error.SyrException if it is missing or not a complete image
     * @throws IllegalStateException if the segmenter is closed
     */
    public SegmentedImage open(Path image) {
        return open(new ImageDecoder().rgb(image));
    }

    /** Looks at an image in memory; its alpha is dropped. */
    public SegmentedImage open(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
        }
        return open(new RgbImage(image.getWidth(), image.getHeight(), rgb));
    }

    /** Looks at decoded pixels. */
    public SegmentedImage open(RgbImage image) {
        return use((model, scope) -> {
            RgbImage resized = model.resize(image);
            return new SegmentedImage(
                    this, image, model.framing(image), model.imageEncoder().forward(model.input(scope, resized)));
        });
    }

    /** Side of the low-resolution logits. */
    int lowResSide() {
        return 4 * sam.config().gridSize();
    }

    /** Runs a computation on the model, which stays open until it is done; the scope frees what it made. */
    <T> T use(BiFunction<Sam, NDManager, T> computation) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the segmenter is closed");
            }
            try (NDManager scope = sam.manager().newSubManager()) {
                return computation.apply(sam, scope);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees the model; waits for computations that run. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                sam.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
