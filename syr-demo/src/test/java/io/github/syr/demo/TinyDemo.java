package io.github.syr.demo;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A demo of the tiny checkpoint, and images for it. */
public final class TinyDemo {

    private static final String SHA256 = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";
    private static final Path FILE = unpack();

    private TinyDemo() {}

    public static Request.Checkpoint checkpoint() {
        return new Request.Checkpoint("tiny", FILE.toString(), SHA256, "tiny", OptionalInt.empty());
    }

    /** Copied out: it may lie in a jar. */
    private static Path unpack() {
        try (InputStream in = TinyDemo.class.getResourceAsStream("/META-INF/syr/checkpoint/" + SHA256 + ".pth")) {
            Path file = Files.createTempFile("tiny", ".pth");
            file.toFile().deleteOnExit();
            Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param output with trained ranks, or without */
    public static DemoRequest request(Path output, Optional<Path> dataset) {
        return new DemoRequest(
                DemoRequest.SCHEMA,
                "ring-adapter 1.0",
                checkpoint(),
                Optional.empty(),
                dataset.map(TinyDemo::dataset),
                output.toString(),
                new Request.Execution("cpu", 1),
                0,
                false);
    }

    public static Request.DataSource dataset(Path folder) {
        return new Request.DataSource(
                folder.toString(), Request.Format.AUTO, List.of(), Optional.empty(), Request.MaskRules.DEFAULT);
    }

    /** A golden ring on grey ground, of 300 x 200 pixels: outer radius 70, inner 45, about the middle. */
    public static byte[] ring() {
        return PngFile.bytes(picture(ringMask()));
    }

    public static BinaryMask ringMask() {
        BinaryMask mask = new BinaryMask(300, 200);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x++) {
                double distance = Math.hypot(x - 149.5, y - 99.5);
                mask.set(x, y, distance < 70 && distance > 45);
            }
        }
        return mask;
    }

    private static RgbImage picture(BinaryMask mask) {
        byte[] pixels = new byte[3 * 300 * 200];
        for (int i = 0; i < 300 * 200; i++) {
            boolean on = mask.get(i % 300, i / 300);
            pixels[3 * i] = (byte) (on ? 212 : 235);
            pixels[3 * i + 1] = (byte) (on ? 160 : 235);
            pixels[3 * i + 2] = (byte) (on ? 60 : 238);
        }
        return new RgbImage(300, 200, pixels);
    }
}
