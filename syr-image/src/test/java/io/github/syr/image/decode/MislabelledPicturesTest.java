package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.syr.testing.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole pictures with a wrong name, or with something else behind them: the content at the front decides. */
class MislabelledPicturesTest {

    private static final List<String> PICTURES =
            List.of("jpeg_420.jpg", "png_rgb8.png", "tiff_lzw.tif", "bmp_24.bmp", "webp_lossless.webp");

    private final ImageDecoder decoder = new ImageDecoder();

    @TempDir
    private Path folder;

    static Stream<Arguments> names() {
        return PICTURES.stream()
                .flatMap(picture -> Stream.of("jpg", "jpeg", "png", "gif", "tiff", "bmp", "webp", "txt", "JPG", "")
                        .map(extension -> Arguments.of(picture, extension)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadWhateverItsName(String picture, String extension) throws IOException {
        Path file = Files.write(folder.resolve("ring." + extension), Pictures.bytes(picture));

        assertArrayEquals(
                decoder.rgb(Pictures.file(picture)).pixels(), decoder.rgb(file).pixels());
    }

    static Stream<Arguments> tails() throws IOException {
        List<Arguments> tails = List.of(
                Arguments.of("a ZIP archive", archive()),
                Arguments.of("a PNG", Pictures.bytes("png_rgba8.png")),
                Arguments.of("a JPEG", Pictures.bytes("jpeg_exif6.jpg")),
                Arguments.of("a script", Patch.latin("<script>alert('ring')</script>")),
                Arguments.of("zeros", new byte[500]));
        return PICTURES.stream()
                .flatMap(picture -> tails.stream().map(tail -> Arguments.of(picture, tail.get()[0], tail.get()[1])));
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("tails")
    void isReadWhateverFollows(String picture, String tailName, byte[] tail) throws IOException {
        Path file = Files.write(folder.resolve("ring.png"), Patch.join(Pictures.bytes(picture), tail));

        assertArrayEquals(
                decoder.rgb(Pictures.file(picture)).pixels(), decoder.rgb(file).pixels());
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("Ring.class"));
            zip.write(new byte[] {(byte) 0xCA, (byte) 0xFE});
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
