package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderErrorTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg_444.jpg", "jpeg_420.jpg", "jpeg_progressive.jpg", "jpeg_grey.jpg", "jpeg_cmyk.jpg", "jpeg_thumbnail_in_exif.jpg",
        "png_rgb8.png", "png_grey1_interlaced.png", "png_palette8.png", "gif.gif", "tiff_rgb.tif", "tiff_lzw.tif", "tiff_jpeg.tif", "bmp_24.bmp",
        "webp_lossless.webp", "webp_lossy_alpha.webp"})
    void refusesAFileThatIsCutAnywhere(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TestImages.file(name));
        Path file = folder.resolve(name);
        for (int percent : List.of(5, 20, 40, 50, 60, 80, 90, 95, 99)) {
            Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100));

            SyrException refused = assertThrows(SyrException.class, () -> decoder.rgb(file), () -> percent + " %");

            assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
            assertTrue(refused.problem().contains("is truncated: the file ends"), refused.getMessage());
            assertTrue(refused.problem().startsWith(file.toString()), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg_444.jpg", "png_rgb8.png", "tiff_rgb.tif", "bmp_24.bmp", "webp_lossless.webp"})
    void refusesAFileThatLacksItsLastByte(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TestImages.file(name));

        assertTrue(refused(name, Arrays.copyOf(whole, whole.length - 1)).problem().contains("truncated"));
    }

    @Test
    void refusesAJpegWhoseMiddleIsMissing() throws IOException {
        byte[] whole = Files.readAllBytes(TestImages.file("jpeg_444.jpg"));
        byte[] hollow = Arrays.copyOf(whole, whole.length - 300);
        hollow[hollow.length - 2] = (byte) 0xFF;
        hollow[hollow.length - 1] = (byte) 0xD9;

        SyrException refused = refused("a.jpg", hollow);

        assertTrue(refused.problem().contains("damaged: the decoder says \"Corrupt JPEG data: premature end of data segment\""), refused.getMessage());
    }

    @Test
    void readsAJpegWithStrayBytes() throws IOException {
        byte[] whole = Files.readAllBytes(TestImages.file("jpeg_444.jpg"));
        byte[] padded = Arrays.copyOf(whole, whole.length + 5);
        Path file = Files.write(folder.resolve("a.jpg"), padded);

        assertArrayEquals(decoder.rgb(TestImages.file("jpeg_444.jpg")).pixels(), decoder.rgb(file).pixels());
    }

    @Test
    void refusesAPngWhoseCheckSumIsWrong() throws IOException {
        byte[] png = Files.readAllBytes(TestImages.file("png_grey8.png"));
        png[png.length - 30] ^= 1;

        assertTrue(refused("a.png", png).problem().contains("damaged: the check sum of its IDAT chunk at byte 33 is wrong"));
    }

    @Test
    void refusesAPngWithFewerPixelsThanItsHeaderSays() throws IOException {
        byte[] rows = new byte[3 * 11];

        SyrException refused = refused("a.png", grey8(10, 10, deflate(rows)));

        assertTrue(refused.problem().contains("the PNG image can't be decoded"), refused.getMessage());
    }

    @Test
    void refusesABombByItsHeader() throws IOException {
        byte[] bomb = grey8(60_000, 50_000, deflate(new byte[1000]));

        SyrException refused = refused("bomb.png", bomb);

        assertTrue(refused.problem().contains("the image of 60000 x 50000 pixels is above the limit of 100 megapixels."), refused.getMessage());
        assertEquals(60_000, decoder.size(folder.resolve("bomb.png"))[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg_444.jpg", "png_rgb8.png", "gif.gif", "tiff_rgb.tif", "bmp_24.bmp", "webp_lossless.webp"})
    void refusesAnImageAboveTheBound(String name) {
        SyrException refused = assertThrows(SyrException.class, () -> new ImageDecoder(33 * 25 - 1).rgb(TestImages.file(name)));

        assertTrue(refused.problem().endsWith("the image of 33 x 25 pixels is above the limit of 0.000824 megapixels."), refused.getMessage());
        assertEquals(33, new ImageDecoder(33 * 25).rgb(TestImages.file(name)).width());
    }

    @Test
    void saysWhatAFileIsThatIsNoImage() throws IOException {
        assertEquals("is empty.", problem(new byte[0]));
        assertEquals("is text, not an image; it begins with \"Dear sir,\".", problem("Dear sir,\nhere is your ring.".getBytes(StandardCharsets.UTF_8)));
        assertEquals("is a Git LFS pointer, not the image itself.", problem("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("is a HEIC, AVIF or video file, which isn't read.", problem("\0\0\0\30ftypheic\0\0".getBytes(StandardCharsets.UTF_8)));
        assertEquals("is no image of a known format; it begins with the bytes 00 01 02.", problem(new byte[] {0, 1, 2}));
        assertEquals("is text, not an image; it begins with \"BMW, 5 doors, one owner, blue\".", problem("BMW, 5 doors, one owner, blue".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void saysThatAFileIsMissingOrAFolder() {
        SyrException missing = assertThrows(SyrException.class, () -> decoder.rgb(folder.resolve("none.jpg")));
        assertEquals(folder.resolve("none.jpg") + ": doesn't exist. Check the path, or put the image there.", missing.getMessage());

        SyrException isFolder = assertThrows(SyrException.class, () -> decoder.size(folder));
        assertEquals(folder + ": is a folder, not an image.", isFolder.problem());
    }

    @Test
    void goesByContentNotByName() throws IOException {
        Path file = Files.copy(TestImages.file("png_rgb8.png"), folder.resolve("photo.jpg"));

        assertArrayEquals(TestImages.byJdk(TestImages.file("png_rgb8.png.rgb.png")).pixels(), decoder.rgb(file).pixels());
    }

    @Test
    void writesNoTemporaryFiles() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (String name : List.of("jpeg_444.jpg", "png_rgb8.png", "tiff_rgb.tif", "webp_lossless.webp")) {
            decoder.rgb(TestImages.file(name));
        }

        assertFalse(TestImages.list(temporary, "imageio.*\\.tmp").stream().anyMatch(file -> file.toFile().lastModified() > System.currentTimeMillis() - 2000));
    }

    private String problem(byte[] content) throws IOException {
        return refused("x.png", content).problem().replace(folder.resolve("x.png") + ": ", "");
    }

    private SyrException refused(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        SyrException refused = assertThrows(SyrException.class, () -> decoder.rgb(file));
        assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
        return refused;
    }

    private static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[data.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /** An 8-bit grey PNG with sound chunks, whatever the data. */
    private static byte[] grey8(int width, int height, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(8 + 25 + 12 + data.length + 12);
        out.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array());
        chunk(out, "IDAT", data);
        chunk(out, "IEND", new byte[0]);
        return out.array();
    }

    private static void chunk(ByteBuffer out, String type, byte[] data) {
        CRC32 crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        crc.update(name);
        crc.update(data);
        out.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
    }
}
