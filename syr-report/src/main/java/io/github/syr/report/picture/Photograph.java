package io.github.syr.report.picture;

import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A photograph of the size that a page shows it in, as JPEG. */
public final class Photograph {

    /** The bound on the longest side, pixels. */
    public static final int LONGEST_SIDE = 800;

    private static final byte GREY = 96;

    private static final float QUALITY = 0.82f;

    private Photograph() {}

    /** The size that an image has in the report. */
    public static Size size(int width, int height) {
        return new Size(width, height).atMost(LONGEST_SIDE);
    }

    /**
     * In the place of a photograph that is not there: grey.
     *
     * @return a JPEG file
     */
    public static byte[] absent(int width, int height) {
        Size size = size(width, height);
        byte[] pixels = new byte[3 * size.width() * size.height()];
        Arrays.fill(pixels, GREY);
        return jpeg(new RgbImage(size.width(), size.height(), pixels));
    }

    /** @return a JPEG file */
    public static byte[] jpeg(RgbImage image) {
        Size size = size(image.width(), image.height());
        RgbImage small = PillowResize.resize(image, size.width(), size.height());
        BufferedImage picture = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        byte[] from = small.pixels();
        for (int i = 0; i < size.width() * size.height(); i++) {
            int rgb = (from[3 * i] & 0xFF) << 16 | (from[3 * i + 1] & 0xFF) << 8 | from[3 * i + 2] & 0xFF;
            picture.setRGB(i % size.width(), i / size.width(), rgb);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
