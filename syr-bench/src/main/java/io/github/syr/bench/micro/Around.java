package io.github.syr.bench.micro;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Rle;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.sam.Framing;
import io.github.syr.sam.Sam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What stands around the model, on an image of 1500 x 1000 pixels and the tiny checkpoint. The environment's
 * {@code BENCH_FOLDER} is what {@code reference.py prepare} made.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Around {

    private Sam sam;
    private byte[] png;
    private byte[] jpeg;
    private RgbImage image;
    private RgbImage resized;
    private NDArray logits; // 1 x 1 x 128 x 128: a disc
    private Framing framing;
    private BinaryMask mask;
    private BinaryMask other;
    private Rle rle;

    @Setup
    public void prepare() throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("BENCH_FOLDER", "target/bench"));
        SamCheckpoint checkpoint = SamCheckpoint.open(folder.resolve("sam_tiny.pth"));
        sam = Sam.load(checkpoint, Optional.empty(), PyTorch.start("cpu", 0, warning -> {}));
        png = Files.readAllBytes(folder.resolve("image.png"));
        image = new ImageDecoder().rgb(png);
        jpeg = jpeg(image);
        resized = sam.resize(image);
        framing = sam.framing(image);
        logits = disc(4 * sam.config().gridSize());
        mask = sam.mask(logits, framing, Size.of(image));
        other = new BinaryMask(mask.width(), mask.height(), mask.bits().get(3, mask.width() * mask.height()));
        rle = Rle.of(mask);
    }

    private static byte[] jpeg(RgbImage image) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] levels = image.pixels();
        for (int i = 0, at = 0; i < image.width() * image.height(); i++, at += 3) {
            int rgb = (levels[at] & 0xFF) << 16 | (levels[at + 1] & 0xFF) << 8 | levels[at + 2] & 0xFF;
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    private NDArray disc(int side) {
        float[] values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (side / 4.0 - Math.hypot(i % side - side / 2.0, i / side - side / 3.0));
        }
        return sam.manager().create(values, new Shape(1, 1, side, side));
    }

    @TearDown
    public void close() {
        sam.close();
    }

    @Benchmark
    public RgbImage readPng() {
        return new ImageDecoder().rgb(png);
    }

    @Benchmark
    public RgbImage readJpeg() {
        return new ImageDecoder().rgb(jpeg);
    }

    @Benchmark
    public RgbImage resize() {
        return sam.resize(image);
    }

    @Benchmark
    public float[] normalise() {
        return sam.preprocess(resized);
    }

    @Benchmark
    public BinaryMask maskOfLogits() {
        return sam.mask(logits, framing, Size.of(image));
    }

    /** As it is done where a gradient flows through. */
    @Benchmark
    public float[] logitsOfTheImage() {
        try (NDArray all = sam.postprocess(logits, framing, Size.of(image))) {
            return all.toFloatArray();
        }
    }

    @Benchmark
    public Rle encodeRle() {
        return Rle.of(mask);
    }

    @Benchmark
    public BinaryMask decodeRle() {
        return rle.mask();
    }

    @Benchmark
    public SegmentationMetrics metrics() {
        return SegmentationMetrics.of(mask, other);
    }
}
