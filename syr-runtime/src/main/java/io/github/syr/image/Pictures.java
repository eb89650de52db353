package io.github.syr.image;

import io.github.syr.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Masks and overlays as PNG files; the same pixels give the same bytes. */
public final class Pictures {

    /** Overlays are for the eye: no side is longer. */
    private static final int LONGEST = 800;

    private Pictures() {}

    /** 8-bit grey, 0 or 255. */
    public static void writeMask(Path file, BinaryMask mask) {
        BufferedImage grey = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] to = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        mask.bits().stream().forEach(i -> to[i] = (byte) 255);
        write(file, grey);
    }

    /** The image with a mask tinted on it, green. */
    public static void writeOverlay(Path file, RgbImage image, BinaryMask mask) {
        write(file, tinted(image, (x, y) -> mask.get(x, y) ? 0x00C040 : -1));
    }

    /** The image with what was found green, what was missed blue, what was added red. */
    public static void writeErrors(Path file, RgbImage image, BinaryMask truth, BinaryMask predicted) {
        write(file, tinted(image, (x, y) -> {
            boolean t = truth.get(x, y);
            boolean p = predicted.get(x, y);
            return t && p ? 0x00C040 : t ? 0x2060FF : p ? 0xFF2020 : -1;
        }));
    }

    /** A colour for a pixel, or -1. */
    private interface Tint {
        int at(int x, int y);
    }

    private static BufferedImage tinted(RgbImage image, Tint tint) {
        int longest = Math.max(image.width(), image.height());
        RgbImage small = longest > LONGEST ? PillowResize.longestSide(image, LONGEST) : image;
        BufferedImage picture = new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < small.height(); y++) {
            int fromY = (int) ((y + .5) * image.height() / small.height());
            for (int x = 0; x < small.width(); x++) {
                int colour = tint.at((int) ((x + .5) * image.width() / small.width()), fromY);
                int at = 3 * (y * small.width() + x);
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int level = small.pixels()[at + c] & 0xFF;
                    int other = colour >> 16 - 8 * c & 0xFF;
                    rgb = rgb << 8 | (colour < 0 ? level : (level + other) / 2);
                }
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    private static void write(Path file, BufferedImage picture) {
        AtomicFile.write(file, out -> png(picture, out));
    }

    private static void png(BufferedImage picture, OutputStream out) throws IOException {
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(picture, "png", stream);
        }
    }
}
