package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code selftest.safetensors}, of SYR's picture and of a user's. */
class SelfTestFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                file(SelfTestPicture.drawn(), new BinaryMask(192, 144)),
                file(SelfTestPicture.of(new RgbImage(3, 2, new byte[18])), new BinaryMask(3, 2)));
    }

    private static byte[] file(SelfTestPicture picture, BinaryMask mask) {
        mask.set(1, 1, true);
        Path file = Reading.folder("seeds").resolve("selftest.safetensors");
        SelfTestFile.of("ab".repeat(32), new float[16], mask, picture).write(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(() ->
                SelfTestFile.read(ByteSource.of(file, "selftest.safetensors")).largestDifference(new float[16]));
    }
}
