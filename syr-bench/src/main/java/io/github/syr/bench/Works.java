package io.github.syr.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.evaluation.Scorer;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.segment.Mask;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import io.github.syr.training.LoraGradient;
import io.github.syr.training.LoraWeights;
import io.github.syr.training.Prompted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The pieces of work by name. */
final class Works {

    static final Box BOX = Box.of(300, 200, 1100, 800);
    private static final int IMAGES = 5;
    private static final int EPOCH = 24;
    private static final int RANK = 8;
    private static final String DEVICE = System.getenv().getOrDefault("BENCH_DEVICE", "cpu");

    private static final Pattern ENCODE = Pattern.compile("encode(?:-(\\d+))?(-bfloat16)?");
    private static final Pattern STEP = Pattern.compile("step-(\\d+)(?:-r(\\d+))?(-bfloat16)?");

    private static final Pattern GROWTH = Pattern.compile("(images|requests|boxes|megapixels|rank)-(\\d+)");

    private Works() {}

    static Measure.Work open(String name, Path folder) {
        return switch (name) {
            case "load" -> new Load(folder);
            case "box" -> new Boxes(folder, 1);
            case "ten-boxes" -> new Boxes(folder, 10);
            case "four-in-a-row" -> new Four(folder, 1);
            case "four-at-once" -> new Four(folder, 4);
            case "evaluate" -> new Evaluate(folder);
            case "first-mask" -> new FirstMask(folder);
            case "epoch" -> new Epoch(folder, Precision.FLOAT32);
            case "epoch-bfloat16" -> new Epoch(folder, Precision.BFLOAT16);
            default -> numbered(name, folder);
        };
    }

    /** {@code encode-8-bfloat16}: of 8 images, in that precision; {@code step-4-r64}: of 4 images, LoRA of rank 64. */
    private static Measure.Work numbered(String name, Path folder) {
        Matcher encode = ENCODE.matcher(name);
        if (encode.matches()) {
            int count = encode.group(1) == null ? 1 : Integer.parseInt(encode.group(1));
            return new Encode(sam(checkpoint(folder), precision(encode.group(2))), image(folder), count);
        }
        Matcher step = STEP.matcher(name);
        if (step.matches()) {
            int rank = step.group(2) == null ? RANK : Integer.parseInt(step.group(2));
            String adapter = "lora_" + rank + ".safetensors";
            Sam sam = sam(checkpoint(folder), precision(step.group(3)));
            return new Step(sam, folder, adapter, Integer.parseInt(step.group(1)));
        }
        Matcher growth = GROWTH.matcher(name);
        if (growth.matches()) {
            return new Growth(folder, growth.group(1), Integer.parseInt(growth.group(2)));
        }
        throw new IllegalArgumentException("no work is called " + name);
    }

    private static Precision precision(@Nullable String word) {
        return word == null ? Precision.FLOAT32 : Precision.BFLOAT16;
    }

    private static Path checkpoint(Path folder) {
        return folder.resolve("vit_b.pth");
    }

    static Path tiny(Path folder) {
        return folder.resolve("sam_tiny.pth");
    }

    static RgbImage image(Path folder) {
        return new ImageDecoder().rgb(folder.resolve("image.png"));
    }

    static Sam sam(Path checkpoint) {
        return sam(checkpoint, Precision.FLOAT32);
    }

    private static Sam sam(Path checkpoint, Precision precision) {
        Device device = PyTorch.start(DEVICE, 0, warning -> {});
        return Sam.load(SamCheckpoint.open(checkpoint), Optional.empty(), device, precision);
    }

    static Segmenter segmenter(Path checkpoint) {
        return Segmenter.builder().checkpoint(checkpoint).device(DEVICE).build();
    }

    /** An object as the reference draws it: a ring in the box. */
    private static Sample sample(Sam sam, RgbImage image) {
        BinaryMask mask = new BinaryMask(image.width(), image.height());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double distance = Math.hypot(x - 700, y - 500);
                mask.set(x, y, distance < 280 && distance > 150);
            }
        }
        return new Sample(
                "image.png",
                "",
                image.width(),
                image.height(),
                sam.resize(image),
                List.of(new Sample.AnnotatedMask(BOX, mask)));
    }

    private record Load(Path folder) implements Measure.Work {
        @Override
        public double[] run() {
            try (Sam sam = sam(checkpoint(folder))) {
                return new double[] {sam.config().depth()};
            }
        }

        @Override
        public void close() {}
    }

    private static final class Encode implements Measure.Work {
        private final Sam sam;
        private final RgbImage[] images;

        Encode(Sam sam, RgbImage image, int count) {
            this.sam = sam;
            images = Collections.nCopies(count, image).toArray(RgbImage[]::new);
        }

        @Override
        public double[] run() {
            try (NDManager scope = sam.manager().newSubManager()) {
                NDArray embedding = sam.imageEncoder().forward(sam.input(scope, resized()));
                return numbers(embedding.get("-1:, ::64, ::16, ::16").toFloatArray());
            }
        }

        private RgbImage[] resized() {
            return Stream.of(images).map(sam::resize).toArray(RgbImage[]::new);
        }

        @Override
        public void close() {
            sam.close();
        }
    }

    private static double[] numbers(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static final class Boxes implements Measure.Work {
        private final Segmenter segmenter;
        private final SegmentedImage image;
        private final List<Box> boxes;

        Boxes(Path folder, int count) {
            segmenter = segmenter(checkpoint(folder));
            image = segmenter.open(folder.resolve("image.png"));
            boxes = Collections.nCopies(count, BOX);
        }

        @Override
        public double[] run() {
            List<Mask> masks = image.segment(boxes);
            return new double[] {
                masks.get(masks.size() - 1).predictedIou(),
                masks.get(masks.size() - 1).pixels().bits().cardinality()
            };
        }

        @Override
        public void close() {
            segmenter.close();
        }
    }

    /** Four images, each encoded and asked once. */
    private static final class Four implements Measure.Work {
        private final Segmenter segmenter;
        private final RgbImage image;
        private final int atOnce;

        Four(Path folder, int atOnce) {
            segmenter = segmenter(checkpoint(folder));
            image = image(folder);
            this.atOnce = atOnce;
        }

        @Override
        public double[] run() {
            return requests(segmenter, image, 4, atOnce);
        }

        @Override
        public void close() {
            segmenter.close();
        }
    }

    /** What a server's requests give: each opens an image, and asks for a box. */
    static double[] requests(Segmenter segmenter, RgbImage image, int count, int atOnce) {
        ExecutorService requests = Executors.newFixedThreadPool(atOnce);
        try {
            List<CompletableFuture<Double>> all = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> segmenter.open(image).segment(BOX).predictedIou(), requests))
                    .toList();
            return all.stream().mapToDouble(CompletableFuture::join).toArray();
        } finally {
            requests.shutdown();
        }
    }

    private static final class Evaluate implements Measure.Work {
        private final Sam sam;
        private final Sample sample;

        Evaluate(Path folder) {
            sam = sam(checkpoint(folder));
            sample = sample(sam, image(folder));
        }

        @Override
        public double[] run() {
            return IntStream.range(0, IMAGES)
                    .mapToDouble(i -> new Scorer(sam).judge(sample).scores().dice())
                    .toArray();
        }

        @Override
        public void close() {
            sam.close();
        }
    }

    /** From nothing to a mask in a file: the time of the whole process counts. */
    private record FirstMask(Path folder) implements Measure.Work {
        @Override
        public double[] run() {
            try (Segmenter segmenter = segmenter(tiny(folder));
                    SegmentedImage image = segmenter.open(folder.resolve("image.png"))) {
                Mask mask = image.segment(BOX);
                ImageIO.write(mask.toImage(), "png", folder.resolve("mask.png").toFile());
                return new double[] {mask.predictedIou(), mask.pixels().bits().cardinality()};
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }

    /** Loss and gradient of 24 images, one after the other, of the tiny model. */
    private static final class Epoch implements Measure.Work {
        private final Step step;

        Epoch(Path folder, Precision precision) {
            step = new Step(sam(tiny(folder), precision), folder, "tiny_lora_8.safetensors", 1);
        }

        @Override
        public double[] run() {
            double[] last = {};
            for (int i = 0; i < EPOCH; i++) {
                last = step.run();
            }
            return last;
        }

        @Override
        public void close() {
            step.close();
        }
    }

    /** Loss and gradient of LoRA on q and v of all blocks. */
    static final class Step implements Measure.Work {
        private final Sam sam;
        private final NDManager scope;
        private final LoraWeights lora;
        private final LoraGradient gradient;
        private final List<Prompted> batch;

        Step(Sam sam, Path folder, String adapter, int images) {
            this.sam = sam;
            scope = sam.manager().newSubManager();
            lora = new LoraWeights(scope, AdapterFile.read(folder.resolve(adapter)));
            gradient = new LoraGradient(sam, lora);
            batch = Collections.nCopies(images, Prompted.exactly(sample(sam, image(folder))));
        }

        @Override
        public double[] run() {
            lora.clearGradients();
            double loss = gradient.accumulate(batch).get(0);
            double squares = 0;
            for (NDArray each : lora.gradients()) {
                for (float number : each.toFloatArray()) {
                    squares += (double) number * number;
                }
                each.close();
            }
            return new double[] {loss, Math.sqrt(squares)};
        }

        @Override
        public void close() {
            sam.close();
        }
    }
}
