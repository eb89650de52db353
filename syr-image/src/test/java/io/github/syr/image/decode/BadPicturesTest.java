package io.github.syr.image.decode;

import static io.github.syr.image.decode.Patch.at;
import static io.github.syr.image.decode.Patch.bytes;
import static io.github.syr.image.decode.Patch.chunk;
import static io.github.syr.image.decode.Patch.find;
import static io.github.syr.image.decode.Patch.grey8;
import static io.github.syr.image.decode.Patch.join;
import static io.github.syr.image.decode.Patch.latin;
import static io.github.syr.image.decode.Patch.size;
import static io.github.syr.image.decode.Patch.tag;
import static io.github.syr.image.decode.Patch.withChecks;
import static io.github.syr.testing.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.Pictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What isn't a complete, valid image of a kind that is read, and what is said about it: the file, what it is or has,
 * what to do.
 */
class BadPicturesTest {

    private static final String AGAIN = "Copy or download the file again";
    private static final String CONVERT = "Save it as 8-bit PNG or JPEG.";
    private static final String EXPORT = "Export it as JPEG or PNG.";

    private final ImageDecoder decoder = new ImageDecoder();

    @TempDir
    private Path folder;

    // --- no image at all ---

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("nothing", new byte[0], "is empty.", AGAIN),
                Arguments.of(
                        "a text",
                        utf8("Dear sir,\nhere is your ring."),
                        "is text, not an image; it begins with \"Dear sir,\".",
                        "Put the image in its place"),
                Arguments.of(
                        "a text that begins as a BMP does",
                        utf8("BMW, 5 doors, one owner, blue"),
                        "is text, not an image; it begins with \"BMW, 5 doors, one owner, blue\".",
                        "JPEG, PNG, TIFF, BMP or WebP"),
                Arguments.of(
                        "a page in place of a download",
                        utf8("<!DOCTYPE html><html><body>404"),
                        "is text, not an image; it begins with \"<!DOCTYPE html>",
                        "Put the image in its place"),
                Arguments.of(
                        "an LFS pointer",
                        utf8("version https://git-lfs.github.com/spec/v1\n"),
                        "is a Git LFS pointer, not the image itself.",
                        "git lfs pull"),
                Arguments.of(
                        "HEIC",
                        latin("\0\0\0\30ftypheic\0\0"),
                        "is a HEIC, AVIF or video file, which isn't read.",
                        EXPORT),
                Arguments.of(
                        "AVIF",
                        latin("\0\0\0\40ftypavif\0\0"),
                        "is a HEIC, AVIF or video file, which isn't read.",
                        EXPORT),
                Arguments.of("PDF", latin("%PDF-1.7\n"), "is a PDF, not an image.", "Export its picture as PNG."),
                Arguments.of("Photoshop", latin("8BPS\0\1"), "is a Photoshop file, which isn't read.", EXPORT),
                Arguments.of(
                        "SVG",
                        utf8("<svg xmlns='http://www.w3.org/2000/svg'/>"),
                        "is an SVG drawing, which isn't read.",
                        "Export it as PNG."),
                Arguments.of("ZIP", latin("PK\3\4\24\0"), "is a ZIP archive, not an image.", "Unpack it."),
                Arguments.of("gzip", bytes(0x1F, 0x8B, 8, 0), "is a file packed by gzip, not an image.", "Unpack it."),
                Arguments.of(
                        "JPEG XL in boxes",
                        latin("\0\0\0\fJXL \r\n\u0087\n"),
                        "is a JPEG XL image, which isn't read.",
                        EXPORT),
                Arguments.of(
                        "anything",
                        bytes(0, 1, 2),
                        "is not an image of a known format; it begins with the bytes 00 01 02.",
                        "Save it as JPEG, PNG, TIFF, BMP or WebP."),
                Arguments.of(
                        "zeros",
                        new byte[4096],
                        "is not an image of a known format; it begins with the bytes 00 00 00 00 00 00 00 00.",
                        "Save it as"));
    }

    // --- images of kinds that aren't read: they are in the archive ---

    static Stream<Arguments> unread() {
        return Stream.of(
                Arguments.of("gif.gif", "is a GIF image, which isn't read.", EXPORT),
                Arguments.of("jpeg_12bit.jpg", "the JPEG image has 12 bits per sample, and 8 are read.", CONVERT),
                Arguments.of(
                        "jpeg_arithmetic.jpg",
                        "is coded as arithmetic-coded JPEG (marker FF C9), and baseline and progressive Huffman are read.",
                        CONVERT),
                Arguments.of(
                        "jpeg_arithmetic_progressive.jpg",
                        "is coded as arithmetic-coded progressive JPEG (marker FF CA)",
                        CONVERT),
                Arguments.of("jpeg_lossless.jpg", "is coded as lossless JPEG (marker FF C3)", CONVERT),
                Arguments.of("jpeg_ls.jls", "is coded as JPEG-LS (marker FF F7)", CONVERT),
                Arguments.of("jpeg_two_components.jpg", "has 2 colour components, and 1, 3 or 4 are read.", CONVERT),
                Arguments.of("jpeg_2000.jp2", "is a JPEG 2000 image, which isn't read.", EXPORT),
                Arguments.of("jpeg_2000.j2k", "is a JPEG 2000 image, which isn't read.", EXPORT),
                Arguments.of("jpeg_xl.jxl", "is a JPEG XL image, which isn't read.", EXPORT),
                Arguments.of(
                        "tiff_float.tif",
                        "the TIFF image has samples that are real numbers, and unsigned whole ones are read.",
                        CONVERT),
                Arguments.of("tiff_float16.tif", "has samples that are real numbers", CONVERT),
                Arguments.of("tiff_signed8.tif", "has samples that are signed numbers", CONVERT),
                Arguments.of("tiff_signed16.tif", "has samples that are signed numbers", CONVERT),
                Arguments.of("tiff_32bit.tif", "has samples of 32 bits, and 1 to 16 are read.", CONVERT),
                Arguments.of(
                        "tiff_lab.tif",
                        "holds CIE L*a*b* (8), and grey, RGB, YCbCr, CMYK or a palette are read.",
                        CONVERT),
                Arguments.of(
                        "tiff_palette_extra_sample.tif",
                        "has a palette and 2 samples per pixel, and 1 is read.",
                        CONVERT),
                Arguments.of("tiff_zstd.tif", "is compressed by Zstandard (50000), which isn't read.", CONVERT),
                Arguments.of("tiff_lzma.tif", "is compressed by LZMA (34925), which isn't read.", CONVERT),
                Arguments.of("tiff_webp.tif", "is compressed by WebP (50001), which isn't read.", CONVERT),
                Arguments.of("tiff_jpeg2000.tif", "is compressed by JPEG 2000 (34712), which isn't read.", CONVERT),
                Arguments.of("bmp_jpeg.bmp", "is a JPEG inside a BMP file (compression 4), which isn't read.", CONVERT),
                Arguments.of("bmp_png.bmp", "is a PNG inside a BMP file (compression 5), which isn't read.", CONVERT),
                Arguments.of(
                        "bmp_rle8_too_short.bmp",
                        "the BMP image is damaged: its run lengths end after 81 of 825 pixels.",
                        AGAIN));
    }

    // --- damaged ones ---

    static Stream<Arguments> jpegs() {
        byte[] jpeg = bytes("jpeg_444.jpg");
        int frame = find(jpeg, 0xFF, 0xC0);
        byte[] header = Arrays.copyOfRange(jpeg, frame, frame + 19);
        byte[] hollow = Arrays.copyOf(jpeg, jpeg.length - 300);
        return Stream.of(
                Arguments.of(
                        "JPEG whose middle is missing",
                        at(hollow, -2, 0xFF, 0xD9),
                        "damaged: the decoder says \"Corrupt JPEG data: premature end of data segment\"",
                        AGAIN),
                Arguments.of(
                        "JPEG with two frames",
                        join(Arrays.copyOf(jpeg, frame), header, Arrays.copyOfRange(jpeg, frame, jpeg.length)),
                        "damaged: it has two frame headers",
                        AGAIN),
                Arguments.of(
                        "JPEG without a frame",
                        join(Arrays.copyOf(jpeg, 20), bytes(0xFF, 0xD9)),
                        "damaged: it has no frame header",
                        AGAIN),
                Arguments.of(
                        "JPEG without pixels",
                        join(Arrays.copyOf(jpeg, frame + 19), bytes(0xFF, 0xD9)),
                        "the JPEG image can't be decoded",
                        AGAIN),
                Arguments.of("JPEG of no height", size("jpeg_444.jpg", 33, 0), "its header says 33 x 0 pixels", AGAIN),
                Arguments.of(
                        "JPEG whose frame header is short",
                        at(jpeg, frame + 2, 0, 8),
                        "its frame header is cut short",
                        AGAIN),
                Arguments.of(
                        "JPEG with a segment without length",
                        at(jpeg, 4, 0, 0),
                        "a segment at byte 2 has no length",
                        AGAIN),
                Arguments.of(
                        "JPEG of five colours",
                        at(jpeg, frame + 2, 0, 23, 8, 0, 25, 0, 33, 5),
                        "has 5 colour components, and 1, 3 or 4 are read",
                        CONVERT),
                Arguments.of(
                        "JPEG whose tables are missing",
                        at(jpeg, find(jpeg, 0xFF, 0xDB) + 1, 0xFE),
                        "the JPEG image can't be decoded",
                        AGAIN),
                Arguments.of("JPEG of many scans", manyScans(200), "it has more than 200 scans", AGAIN),
                Arguments.of(
                        "JPEG of 100 megapixels and more than 20 scans",
                        at(manyScans(30), find(manyScans(30), 0xFF, 0xC2) + 5, 0x27, 0x10, 0x27, 0x10),
                        "its 10000 x 10000 pixels have more than 20 scans, each a pass over all of them",
                        AGAIN),
                Arguments.of(
                        "JPEG in hierarchy",
                        at(jpeg, frame + 1, 0xC5),
                        "is coded as a hierarchy (marker FF C5)",
                        CONVERT));
    }

    /** @param more scans than it has */
    private static byte[] manyScans(int more) {
        byte[] jpeg = bytes("jpeg_progressive_grey.jpg");
        int scan = find(jpeg, 0xFF, 0xDA);
        byte[][] scans = new byte[more][];
        Arrays.fill(scans, Arrays.copyOfRange(jpeg, scan, scan + 12));
        return join(Arrays.copyOf(jpeg, scan), join(scans), Arrays.copyOfRange(jpeg, scan, jpeg.length));
    }

    static Stream<Arguments> pngs() {
        byte[] png = bytes("png_rgb8.png");
        return Stream.of(
                Arguments.of(
                        "PNG whose check sum is wrong",
                        at(png, -30, png[png.length - 30] ^ 1),
                        "damaged: the check sum of its IDAT chunk at byte 33 is wrong",
                        AGAIN),
                Arguments.of(
                        "PNG with fewer pixels than its header says",
                        grey8(10, 10, new byte[3 * 11]),
                        "the PNG image can't be decoded",
                        AGAIN),
                Arguments.of(
                        "PNG without pixels",
                        join(Arrays.copyOf(png, 33), chunk("IEND", new byte[0])),
                        "the PNG image can't be decoded",
                        AGAIN),
                Arguments.of("PNG of no width", size("png_rgb8.png", 0, 25), "its header says 0 x 25 pixels", AGAIN),
                Arguments.of(
                        "PNG of a negative height",
                        size("png_rgb8.png", 33, -25),
                        "its header says 33 x -25 pixels",
                        AGAIN),
                Arguments.of(
                        "PNG of 3 bits",
                        withChecks(at(png, 24, 3)),
                        "its header says colour type 2 with 3 bits",
                        AGAIN),
                Arguments.of(
                        "PNG of an unknown colour type",
                        withChecks(at(png, 25, 5)),
                        "its header says colour type 5 with 8 bits",
                        AGAIN),
                Arguments.of(
                        "PNG that doesn't begin with its header",
                        join(Arrays.copyOf(png, 8), chunk("gAMA", new byte[4]), Arrays.copyOfRange(png, 8, png.length)),
                        "there is no valid chunk at byte 8",
                        AGAIN),
                Arguments.of(
                        "PNG with a chunk of negative length",
                        at(png, 33, 0x80),
                        "there is no valid chunk at byte 33",
                        AGAIN),
                Arguments.of(
                        "PNG with a chunk over its end",
                        at(png, 33, 0, 1),
                        "is truncated: the file ends after the IHDR chunk before byte 33",
                        AGAIN),
                Arguments.of("PNG with a palette that is missing", withChecks(at(png, 25, 3)), "the PNG image", AGAIN));
    }

    static Stream<Arguments> tiffs() {
        byte[] tiff = bytes("tiff_tiles_grey.tif");
        byte[] strips = bytes("tiff_grey.tif");
        byte[] big = bytes("tiff_bigtiff.tif");
        int bigDirectory = 16;
        int bigStripLengths = find(big, 279 & 0xFF, 279 >> 8, 16, 0) + 2;
        return Stream.of(
                Arguments.of(
                        "TIFF whose directory is behind its end",
                        at(strips, 4, 0, 0, 0, 0x70),
                        "is truncated: the file ends after",
                        AGAIN),
                Arguments.of("TIFF of no width", tag(strips, 256, 0), "its directory says 0 x 25 pixels", AGAIN),
                Arguments.of(
                        "TIFF whose strip is behind its end",
                        tag(strips, 273, 1 << 20),
                        "bytes, and its directory points to",
                        AGAIN),
                Arguments.of(
                        "TIFF whose strip is too long",
                        tag(strips, 279, 1 << 20),
                        "bytes, and its directory points to",
                        AGAIN),
                Arguments.of(
                        "TIFF that doesn't say where its pixels are",
                        renamed(strips, 273, 60_000),
                        "its directory doesn't say where the pixels are",
                        AGAIN),
                Arguments.of(
                        "TIFF with vast tiles",
                        tag(tag(tiff, 322, 60_000), 323, 60_000),
                        "it has tiles of 60000 x 60000 pixels",
                        AGAIN),
                Arguments.of("TIFF with tiles of no width", tag(tiff, 322, 0), "it has tiles of 0 x 16 pixels", AGAIN),
                Arguments.of(
                        "TIFF in old-style JPEG",
                        tag(strips, 259, 6),
                        "is compressed by old-style JPEG (6), which isn't read",
                        CONVERT),
                Arguments.of(
                        "TIFF compressed somehow",
                        tag(strips, 259, 999),
                        "is compressed by a method (999), which isn't read",
                        CONVERT),
                Arguments.of(
                        "TIFF from a camera",
                        tag(strips, 262, 32803),
                        "holds the raw mosaic of a camera (32803)",
                        CONVERT),
                Arguments.of(
                        "TIFF of 60000 colours",
                        tag(bytes("tiff_rgb.tif"), 277, 60_000),
                        "has 60000 samples per pixel, and 1 to 6 are read",
                        CONVERT),
                Arguments.of(
                        "TIFF of 64 bits",
                        tag(strips, 258, 64),
                        "has samples of 64 bits, and 1 to 16 are read",
                        CONVERT),
                Arguments.of(
                        "BigTIFF of a negative number of entries",
                        at(big, bigDirectory, 0, 0, 0, 0, 0, 0, 0, 0x80),
                        "its directory announces 9223372036854775808 entries",
                        AGAIN),
                Arguments.of(
                        "BigTIFF of more entries than bytes",
                        at(big, bigDirectory, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
                        "its directory announces 9223372036854775807 entries",
                        AGAIN),
                Arguments.of(
                        "BigTIFF whose directory is at the greatest offset",
                        at(big, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
                        "its directory points to 8 bytes from byte 9223372036854775807",
                        AGAIN),
                Arguments.of(
                        "BigTIFF whose strip is longer than anything",
                        at(
                                big,
                                bigStripLengths,
                                16,
                                0,
                                1,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0xFF,
                                0xFF,
                                0xFF,
                                0xFF,
                                0xFF,
                                0xFF,
                                0xFF,
                                0x7F),
                        "its directory points to 9223372036854775807 bytes from byte",
                        AGAIN),
                Arguments.of(
                        "TIFF whose JPEG strip has neither bytes nor tables",
                        tag(bytes("tiff_jpeg_ycc.tif"), 279, 0),
                        "it has a strip or tile of 0 bytes",
                        AGAIN),
                Arguments.of(
                        "TIFF whose JPEG strip has no bytes",
                        tag(bytes("tiff_jpeg.tif"), 279, 0),
                        "it has a strip or tile of 0 bytes",
                        AGAIN),
                Arguments.of(
                        "TIFF whose strips are all the same bytes",
                        sameStrips(),
                        "strips or tiles lie one over another",
                        AGAIN),
                Arguments.of(
                        "TIFF whose JPEG ends early",
                        brokenStream(),
                        "damaged: the decoder says \"Corrupt JPEG data: premature end",
                        AGAIN));
    }

    /** Nine strips of 2,000 bytes from the same place on, in a file of 2,544. */
    private static byte[] sameStrips() {
        byte[] tiff = bytes("tiff_strips.tif");
        for (int strip = 0; strip < 9; strip++) {
            tiff = at(at(tiff, 176 + 4 * strip, 248, 0, 0, 0), 212 + 2 * strip, 0xD0, 0x07);
        }
        return tiff;
    }

    private static byte[] renamed(byte[] tiff, int tag, int name) {
        return at(tiff, find(tiff, tag & 0xFF, tag >> 8, 4, 0, 1, 0), name & 0xFF, name >> 8);
    }

    private static byte[] brokenStream() {
        byte[] tiff = bytes("tiff_jpeg.tif");
        int scan = find(tiff, 0xFF, 0xDA);
        return at(tiff, scan + 60, 0xFF, 0xD9);
    }

    static Stream<Arguments> bmps() {
        byte[] bmp = bytes("bmp_24.bmp");
        return Stream.of(
                Arguments.of(
                        "BMP with a header of 17 bytes",
                        at(bmp, 14, 17),
                        "has a header of 17 bytes, and 12, 40, 52, 56, 64, 108 or 124 are read",
                        CONVERT),
                Arguments.of(
                        "BMP of 7 bits",
                        at(bmp, 28, 7),
                        "has 7 bits per pixel with compression 0, which isn't read",
                        CONVERT),
                Arguments.of(
                        "BMP compressed somehow",
                        at(bmp, 30, 9),
                        "is compressed by a method (9) that isn't read",
                        CONVERT),
                Arguments.of(
                        "BMP with run lengths of 24 bits",
                        at(bmp, 30, 1),
                        "has 24 bits per pixel with compression 1, which isn't read",
                        CONVERT),
                Arguments.of(
                        "BMP without a bit of red",
                        at(bytes("bmp_v4_alpha.bmp"), 54, 0, 0, 0, 0),
                        "has bit fields that are not red, green and blue apart from one another: 00000000, ",
                        CONVERT),
                Arguments.of(
                        "BMP whose red is its green",
                        at(bytes("bmp_32_bitfields.bmp"), 54, 0, 0xFF, 0, 0, 0, 0xFF, 0, 0),
                        "has bit fields that are not red, green and blue apart from one another: 0000ff00, 0000ff00",
                        CONVERT),
                Arguments.of(
                        "BMP whose red has gaps",
                        at(bytes("bmp_32_bitfields.bmp"), 54, 0, 0, 0xA5, 0),
                        "has bit fields that are not red, green and blue apart from one another: 00a50000",
                        CONVERT),
                Arguments.of("BMP of no height", size("bmp_24.bmp", 33, 0), "its header says 33 x 0 pixels", AGAIN),
                Arguments.of(
                        "BMP of the least height",
                        size("bmp_24.bmp", 33, Integer.MIN_VALUE),
                        "its header says 33 x -2147483648 pixels",
                        AGAIN),
                Arguments.of(
                        "BMP of 24 bits with odd bit fields",
                        at(at(bmp, 30, 3), 54, 1, 2, 4, 0),
                        "has bit fields of 24 bits that aren't blue, green and red bytes",
                        CONVERT),
                Arguments.of(
                        "BMP whose pixels are behind its end",
                        at(bmp, 10, 0, 0, 0, 0x7F),
                        "is truncated: the file ends within its pixels",
                        AGAIN),
                Arguments.of(
                        "BMP whose pixels are behind anything",
                        at(bmp, 10, 0xFF, 0xFF, 0xFF, 0xFF),
                        "is truncated: the file ends within its pixels",
                        AGAIN));
    }

    static Stream<Arguments> webps() {
        byte[] lossless = bytes("webp_lossless.webp");
        byte[] lossy = bytes("webp_lossy.webp");
        byte[] animated = bytes("webp_animated.webp");
        byte[] alpha = bytes("webp_lossy_alpha.webp");
        return Stream.of(
                Arguments.of(
                        "WebP without a picture", at(lossless, 12, 'o', 'd', 'd', ' '), "it holds no picture", AGAIN),
                Arguments.of(
                        "WebP with a chunk over its end",
                        at(lossless, 16, 0xFF, 0xFF),
                        "its VP8L chunk at byte 12 ends beyond its bounds",
                        AGAIN),
                Arguments.of(
                        "WebP shorter than its header says",
                        at(lossless, 4, 0xFF, 0xFF),
                        "is truncated: the file ends after",
                        AGAIN),
                Arguments.of(
                        "WebP that doesn't begin as a lossless one",
                        at(lossless, 20, 0),
                        "its VP8L chunk doesn't begin as one",
                        AGAIN),
                Arguments.of(
                        "WebP that doesn't begin with a key frame",
                        at(lossy, 20, lossy[20] | 1),
                        "its VP8 chunk doesn't begin with a key frame",
                        AGAIN),
                Arguments.of(
                        "WebP of no width", size("webp_lossy.webp", 0, 25), "its header says 0 x 25 pixels", AGAIN),
                Arguments.of(
                        "WebP whose picture is larger than its canvas",
                        size("webp_animated.webp", 20, 20),
                        "its picture of 33 x 25 pixels doesn't fit its canvas of 20 x 20",
                        AGAIN),
                Arguments.of(
                        "WebP whose frame's header is short",
                        at(animated, find(animated, "ANMF") + 4, 3, 0, 0, 0),
                        "its ANMF chunk has 3 bytes; 16 are expected",
                        AGAIN),
                Arguments.of(
                        "WebP of another lossless version",
                        at(lossless, 24, lossless[24] | 0x20),
                        "is lossless of version 1, and 0 is read",
                        CONVERT),
                Arguments.of(
                        "WebP whose first partition is too long",
                        at(lossy, 22, 0x7F),
                        "its first partition ends beyond its bounds",
                        AGAIN),
                Arguments.of(
                        "WebP whose codes end early", shortened(lossy), "its data end before its pixels do", AGAIN),
                Arguments.of(
                        "WebP whose lossless codes end early",
                        shortened(lossless),
                        "its data end before its pixels do",
                        AGAIN),
                Arguments.of("WebP whose alpha is short", shortAlpha(), "its alpha has 824 of 825 pixels", AGAIN),
                Arguments.of(
                        "WebP whose alpha is compressed somehow",
                        at(alpha, find(alpha, "ALPH") + 8, 2),
                        "has alpha compressed by a method (2) that isn't read",
                        CONVERT),
                Arguments.of(
                        "WebP whose pixels are noise",
                        at(lossless, 26, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
                        "the WebP image",
                        AGAIN));
    }

    /** Half a file, whose header and chunk say that it is whole. */
    private static byte[] shortened(byte[] webp) {
        int length = webp.length / 2 & ~1;
        return at(
                at(Arrays.copyOf(webp, length), 4, length - 8, 0, 0, 0),
                16,
                length - 20 & 0xFF,
                length - 20 >> 8,
                0,
                0);
    }

    private static byte[] shortAlpha() {
        byte[] webp = bytes("webp_lossy_alpha_raw.webp");
        int chunk = find(webp, "ALPH");
        // the byte that is taken away is padding from now on
        return at(webp, chunk + 4, 825 & 0xFF, 825 >> 8);
    }

    // --- one with the first bytes of another ---

    static Stream<Arguments> mislabelled() {
        byte[] png = bytes("png_rgb8.png");
        byte[] jpeg = bytes("jpeg_444.jpg");
        return Stream.of(
                Arguments.of(
                        "PNG behind GIF's first bytes",
                        join(latin("GIF89a"), png),
                        "is a GIF image, which isn't read.",
                        EXPORT),
                Arguments.of(
                        "JPEG behind PNG's first bytes", join(Arrays.copyOf(png, 8), jpeg), "the PNG image", AGAIN),
                Arguments.of(
                        "PNG behind JPEG's first bytes", join(Arrays.copyOf(jpeg, 3), png), "the JPEG image", AGAIN),
                Arguments.of("JPEG behind TIFF's first bytes", join(latin("II*\0"), jpeg), "the TIFF image", AGAIN),
                Arguments.of(
                        "PNG behind BMP's first bytes",
                        join(Arrays.copyOf(bytes("bmp_24.bmp"), 18), png),
                        "the BMP image",
                        ""),
                Arguments.of(
                        "PNG behind WebP's first bytes",
                        join(Arrays.copyOf(bytes("webp_lossy.webp"), 12), png),
                        "the WebP image",
                        AGAIN),
                Arguments.of(
                        "JPEG behind a ZIP archive",
                        join(latin("PK\3\4"), jpeg),
                        "is a ZIP archive, not an image",
                        "Unpack it."),
                Arguments.of(
                        "JPEG behind a script",
                        join(latin("#!/bin/sh\n"), jpeg),
                        "is not an image of a known format; it begins with the bytes 23 21",
                        "Save it as"));
    }

    static Stream<Arguments> unreadFiles() {
        return unread().map(it -> Arguments.of(it.get()[0], bytes((String) it.get()[0]), it.get()[1], it.get()[2]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"others", "unreadFiles", "jpegs", "pngs", "tiffs", "bmps", "webps", "mislabelled"})
    void isRefused(String name, byte[] content, String problem, String remedy) throws IOException {
        Path file = Files.write(folder.resolve("ring.png"), content);

        SyrException refused = assertThrows(SyrException.class, () -> decoder.rgb(file));

        assertEquals(SyrException.Kind.BAD_DATA, refused.kind());
        assertTrue(refused.problem().startsWith(file + ": "), refused.getMessage());
        assertTrue(refused.problem().contains(problem), refused.getMessage());
        assertTrue(refused.remedy().contains(remedy), refused.getMessage());
        assertFalse(refused.remedy().isEmpty());
    }

    @Test
    void noneOfTheArchiveIsForgotten() {
        Set<String> listed = unread().map(it -> (String) it.get()[0]).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(listed, new TreeSet<>(Pictures.refused()));
    }

    @Test
    void aMissingFileAndAFolder() {
        SyrException missing = assertThrows(SyrException.class, () -> decoder.rgb(folder.resolve("none.jpg")));
        assertEquals(
                folder.resolve("none.jpg") + ": doesn't exist. Check the path, or put the image there.",
                missing.getMessage());

        SyrException isFolder = assertThrows(SyrException.class, () -> decoder.rgb(folder));
        assertEquals(folder + ": is a folder, not an image. Name a file in it.", isFolder.getMessage());
    }

    @Test
    void noTemporaryFileIsWritten() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = temporaryFiles(temporary);
        for (String name :
                List.of("jpeg_444.jpg", "png_rgb8.png", "tiff_rgb.tif", "tiff_jpeg.tif", "webp_lossless.webp")) {
            decoder.rgb(Pictures.file(name));
        }

        assertEquals(before, temporaryFiles(temporary));
    }

    private static List<Path> temporaryFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("imageio.*\\.tmp"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
