package io.github.syr.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {

    @TempDir
    private Path folder;

    @Test
    void writesAMaskAsGrey() throws IOException {
        BinaryMask mask = Masks.of("#..", ".##");
        Path file = folder.resolve("deep/mask.png");

        PngFile.write(file, mask);

        BufferedImage read = ImageIO.read(file.toFile());
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, read.getType());
        assertArrayEquals(new int[] {255, 0, 0, 0, 255, 255}, read.getRaster().getPixels(0, 0, 3, 2, (int[]) null));
        assertEquals(mask, new ImageDecoder().mask(file, 128));
    }

    @Test
    void writesAnImageAsRgb() {
        RgbImage image = noise();
        Path file = folder.resolve("image.png");

        PngFile.write(file, image);

        assertArrayEquals(image.pixels(), new ImageDecoder().rgb(file).pixels());
    }

    @Test
    void writesNoMetadataAndTheSameBytesEachTime() throws IOException {
        PngFile.write(folder.resolve("first.png"), noise());
        PngFile.write(folder.resolve("second.png"), noise());

        assertArrayEquals(
                Files.readAllBytes(folder.resolve("first.png")), Files.readAllBytes(folder.resolve("second.png")));
        assertEquals(
                List.of("IHDR", "IDAT", "IEND"),
                chunks(PngFile.bytes(noise())).stream().distinct().toList());
        assertEquals(List.of("IHDR", "IDAT", "IEND"), chunks(PngFile.bytes(Masks.of("#.", ".#"))));
    }

    private static RgbImage noise() {
        byte[] pixels = new byte[3 * 40 * 30];
        new Random(7).nextBytes(pixels);
        return new RgbImage(40, 30, pixels);
    }

    private static List<String> chunks(byte[] png) {
        List<String> types = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(png);
        for (int at = 8; at < png.length; at += 12 + in.getInt(at)) {
            types.add(new String(png, at + 4, 4, StandardCharsets.US_ASCII));
        }
        return types;
    }
}
