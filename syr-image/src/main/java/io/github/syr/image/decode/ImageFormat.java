package io.github.syr.image.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that are read, known by how a file begins; its name doesn't count. */
enum ImageFormat {
    JPEG("JPEG", "jpg", "jpeg"),
    PNG("PNG", "png"),
    BMP("BMP", "bmp"),
    TIFF("TIFF", "tif", "tiff"),
    WEBP("WebP", "webp");

    /** What is found in place of images, by how it begins. */
    private record Other(int at, String start, String what, String remedy) {}

    private static final List<Other> OTHERS = List.of(
            new Other(
                    0,
                    "version https://git-lfs",
                    "a Git LFS pointer, not the image itself",
                    "Fetch the images with 'git lfs pull'."),
            new Other(0, "GIF8", "a GIF image, which isn't read", "Export it as JPEG or PNG."),
            new Other(4, "ftyp", "a HEIC, AVIF or video file, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "\0\0\0\fjP  ", "a JPEG 2000 image, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "\u00FFO\u00FFQ", "a JPEG 2000 image, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "\0\0\0\fJXL ", "a JPEG XL image, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "\u00FF\n", "a JPEG XL image, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "8BPS", "a Photoshop file, which isn't read", "Export it as JPEG or PNG."),
            new Other(0, "%PDF", "a PDF, not an image", "Export its picture as PNG."),
            new Other(0, "PK\3\4", "a ZIP archive, not an image", "Unpack it."),
            new Other(0, "\u001F\u008B", "a file packed by gzip, not an image", "Unpack it."),
            new Other(0, "<svg", "an SVG drawing, which isn't read", "Export it as PNG."));

    /** How many bytes of a file tell its format. */
    static final int HEAD = 64;

    private final String label;
    private final List<String> suffixes;

    ImageFormat(String label, String... suffixes) {
        this.label = label;
        this.suffixes = List.of(suffixes);
    }

    /** The format's name as people write it. */
    String label() {
        return label;
    }

    /** What names of such files end with, in lower case without a dot; the usual one first. */
    List<String> suffixes() {
        return suffixes;
    }

    /** @param head the first {@link #HEAD} bytes of a file, fewer if it is shorter */
    static Optional<ImageFormat> of(byte[] head) {
        String text = latin(head);
        if (text.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        } else if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        } else if (text.startsWith("II*\0")
                || text.startsWith("MM\0*")
                || text.startsWith("II+\0")
                || text.startsWith("MM\0+")) {
            return Optional.of(TIFF);
        } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        } else if (text.startsWith("BM") && text.length() > 18 && text.startsWith("\0\0\0", 15)) {
            // "BM" alone begins many a text; the header's own size, a small number, follows at byte 14
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    /** What a file is that isn't read, in words for a message, and what to do about it. */
    static BadImageException unknown(byte[] head) {
        String text = latin(head);
        String formats = "JPEG, PNG, TIFF, BMP or WebP";
        for (Other other : OTHERS) {
            if (text.startsWith(other.start(), other.at())) {
                return new BadImageException("is " + other.what() + ".", other.remedy());
            }
        }
        if (text.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\n' || c == '\r' || c == '\t')) {
            String start = text.strip().lines().findFirst().orElse("");
            return new BadImageException(
                    "is text, not an image; it begins with \"" + start.substring(0, Math.min(40, start.length()))
                            + "\".",
                    "Put the image in its place: " + formats + ".");
        }
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < Math.min(8, head.length); i++) {
            bytes.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%02X", head[i]));
        }
        return new BadImageException(
                "is not an image of a known format; it begins with the bytes " + bytes + ".",
                "Save it as " + formats + ".");
    }

    private static String latin(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1);
    }
}
