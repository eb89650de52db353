package io.github.syr.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that are read, known by how a file begins; its name doesn't count. */
enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    TIFF,
    WEBP("WebP");

    /** How many bytes of a file tell its format. */
    static final int HEAD = 64;

    private final String label;

    ImageFormat() {
        this.label = name();
    }

    ImageFormat(String label) {
        this.label = label;
    }

    /** The format's name as people write it. */
    String label() {
        return label;
    }

    /** @param head the first {@link #HEAD} bytes of a file, fewer if it is shorter */
    static Optional<ImageFormat> of(byte[] head) {
        String text = latin(head);
        if (text.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        } else if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        } else if (text.startsWith("II*\0") || text.startsWith("MM\0*") || text.startsWith("II+\0") || text.startsWith("MM\0+")) {
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
        String formats = "JPEG, PNG, TIFF, BMP, GIF or WebP";
        if (text.startsWith("version https://git-lfs")) {
            return new BadImageException("is a Git LFS pointer, not the image itself.", "Fetch the images with 'git lfs pull'.");
        } else if (text.startsWith("ftyp", 4)) {
            return new BadImageException("is a HEIC, AVIF or video file, which isn't read.", "Export it as JPEG or PNG.");
        } else if (text.startsWith("%PDF")) {
            return new BadImageException("is a PDF, not an image.", "Export its picture as PNG.");
        } else if (text.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\n' || c == '\r' || c == '\t')) {
            String start = text.strip().lines().findFirst().orElse("");
            return new BadImageException("is text, not an image; it begins with \"" + start.substring(0, Math.min(40, start.length())) + "\".",
                    "Put the image in its place: " + formats + ".");
        }
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < Math.min(8, head.length); i++) {
            bytes.append(i == 0 ? "" : " ").append(String.format("%02X", head[i]));
        }
        return new BadImageException("is no image of a known format; it begins with the bytes " + bytes + ".", "Save it as " + formats + ".");
    }

    private static String latin(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1);
    }
}
