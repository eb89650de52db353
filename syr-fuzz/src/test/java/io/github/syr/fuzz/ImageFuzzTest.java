package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.testing.Pictures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Header and pixels of every format; the bound on pixels keeps an image from being worth more memory than a small file.
 */
class ImageFuzzTest {

    private static final ImageDecoder DECODER = new ImageDecoder(1 << 20);

    static Stream<byte[]> seeds() {
        return Stream.concat(Pictures.read().stream(), Pictures.refused().stream())
                .map(Pictures::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest
    void decodes(byte[] file) {
        Path path = Reading.file("a.img", file);
        Reading.of(() -> DECODER.rgb(path));
        Reading.of(() -> DECODER.alphaMask(path, 128));
    }
}
