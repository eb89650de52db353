package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.json.JsonCursor;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A mask drawn by LabelMe's assistant: a PNG, not 0 inside. It is kept as the file has it and decoded whenever it is
 * asked for: an image may have a thousand, which don't fit memory together.
 */
final class PngPatch {

    private final byte[] png;
    private final boolean empty;

    private PngPatch(JsonCursor mask, byte[] png) throws IOException {
        this.png = png;
        requireSmall(mask);
        this.empty = decode().isEmpty();
    }

    /** @throws io.github.syr.error.SyrException if it is none, or its header claims more pixels than are read */
    static PngPatch of(JsonCursor mask) {
        try {
            String base64 = mask.text().replaceAll("\\s", ""); // some versions break lines
            return new PngPatch(mask, Base64.getDecoder().decode(base64));
        } catch (IOException | IllegalArgumentException e) {
            throw mask.error("is not a PNG in base64: " + e.getMessage() + ".", "Save the file with LabelMe again.");
        }
    }

    private interface Reading<T> {
        T of(ImageReader reader) throws IOException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            try {
                reader.setInput(in, true, true);
                return reading.of(reader);
            } finally {
                reader.dispose();
            }
        }
    }

    private void requireSmall(JsonCursor mask) throws IOException {
        int width = read(reader -> reader.getWidth(0));
        int height = read(reader -> reader.getHeight(0));
        if ((long) width * height > ImageDecoder.configuredMaxPixels()) {
            throw mask.error(
                    "is a PNG of " + width + " x " + height + " pixels, more than are read.",
                    "Save the file with LabelMe again.");
        }
    }

    boolean isEmpty() {
        return empty;
    }

    BinaryMask mask() {
        try {
            return decode();
        } catch (IOException e) {
            throw new UncheckedIOException("it was decoded before", e);
        }
    }

    private BinaryMask decode() throws IOException {
        Raster raster = read(reader -> reader.read(0)).getRaster();
        BinaryMask mask = new BinaryMask(raster.getWidth(), raster.getHeight());
        int[] row = new int[raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                if (row[x] != 0) {
                    mask.set(x, y, true);
                }
            }
        }
        return mask;
    }
}
