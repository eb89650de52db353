package io.github.syr.augmentation;

import io.github.syr.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What cameras and shops do to a picture: lack of focus, and compression. */
final class Camera {

    private static final int BANDS = 3;

    private Camera() {}

    /** A Gaussian of a standard deviation in pixels; the border goes on outside. */
    static RgbImage blur(RgbImage image, double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += kernel[i + radius];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        byte[] wide = along(image.pixels(), kernel, image.height(), image.width(), BANDS * image.width(), BANDS);
        byte[] both = along(wide, kernel, image.width(), image.height(), BANDS, BANDS * image.width());
        return new RgbImage(image.width(), image.height(), both);
    }

    /** Filters lines of pixels. */
    private static byte[] along(byte[] in, double[] kernel, int lines, int length, int lineStride, int stride) {
        byte[] out = new byte[in.length];
        int radius = kernel.length / 2;
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < length; i++) {
                int to = line * lineStride + i * stride;
                for (int band = 0; band < BANDS; band++) {
                    double sum = .5;
                    for (int k = -radius; k <= radius; k++) {
                        int from = Math.max(0, Math.min(length - 1, i + k));
                        sum += kernel[k + radius] * (in[line * lineStride + from * stride + band] & 0xFF);
                    }
                    out[to + band] = (byte) (int) sum;
                }
            }
        }
        return out;
    }

    /**
     * Compressed as JPEG and read again.
     *
     * @param quality 0 to 1
     */
    static RgbImage jpeg(RgbImage image, float quality) {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        swap(image.pixels(), ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(buffered, null, null), parameters);
            out.flush();
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
            byte[] pixels = new byte[image.pixels().length];
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    int rgb = read.getRGB(x, y);
                    int to = BANDS * (y * image.width() + x);
                    pixels[to] = (byte) (rgb >> 16);
                    pixels[to + 1] = (byte) (rgb >> 8);
                    pixels[to + 2] = (byte) rgb;
                }
            }
            return new RgbImage(image.width(), image.height(), pixels);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        } finally {
            writer.dispose();
        }
    }

    /** RGB to BGR. */
    private static void swap(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i += BANDS) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
    }
}
