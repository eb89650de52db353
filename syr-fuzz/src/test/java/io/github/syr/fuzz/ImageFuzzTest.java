package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.image.ImageDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.provider.MethodSource;

/** Header and pixels of every format; the bound on pixels keeps a picture from being worth more memory than a small file. */
class ImageFuzzTest {

    private static final ImageDecoder DECODER = new ImageDecoder(1 << 20);

    static Stream<byte[]> seeds() {
        return Stream.of("png", "jpg", "gif", "bmp", "tif", "png-palette", "png-16").map(ImageFuzzTest::picture);
    }

    private static byte[] picture(String kind) {
        int type = switch (kind) {
            case "png-palette", "gif" -> java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
            case "png-16" -> java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
            default -> java.awt.image.BufferedImage.TYPE_INT_RGB;
        };
        var image = new java.awt.image.BufferedImage(9, 7, type);
        for (int i = 0; i < 63; i++) {
            image.setRGB(i % 9, i / 9, 0xFF000000 | i * 0x03070B);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, kind.replaceAll("-.*", ""), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void decodes(byte[] file) {
        Path path = Reading.file("a.img", file);
        Reading.of(() -> DECODER.rgb(path));
        Reading.of(() -> DECODER.size(path));
        Reading.of(() -> DECODER.alphaMask(path, 128));
    }
}
