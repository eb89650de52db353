package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** The pixels of an image of {@code java.awt.image}. */
final class BufferedPixels {

    private BufferedPixels() {}

    static RgbImage of(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        boolean isGrey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel);
        for (int y = 0; y < image.getHeight(); y++) {
            if (isGrey) {
                grey(image, y, rgb);
            } else {
                colour(image, y, rgb);
            }
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }

    private static void colour(BufferedImage image, int y, byte[] rgb) {
        int[] argb = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        int to = 3 * y * image.getWidth();
        for (int colour : argb) {
            rgb[to++] = (byte) (colour >> 16);
            rgb[to++] = (byte) (colour >> 8);
            rgb[to++] = (byte) colour;
        }
    }

    /** The samples as they are: {@code getRGB} would take them for linear light, and make them brighter. */
    private static void grey(BufferedImage image, int y, byte[] rgb) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        double white = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_FLOAT
                        || raster.getDataBuffer().getDataType() == DataBuffer.TYPE_DOUBLE
                ? 1
                : (1L << model.getComponentSize(0)) - 1;
        double[] samples = raster.getSamples(0, y, image.getWidth(), 1, 0, (double[]) null);
        double[] alpha = model.hasAlpha() && model.isAlphaPremultiplied()
                ? raster.getSamples(0, y, image.getWidth(), 1, 1, (double[]) null)
                : new double[0];
        int to = 3 * y * image.getWidth();
        for (int x = 0; x < samples.length; x++) {
            double share = alpha.length == 0 ? samples[x] / white : alpha[x] == 0 ? 0 : samples[x] / alpha[x];
            byte level = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
            rgb[to++] = level;
            rgb[to++] = level;
            rgb[to++] = level;
        }
    }
}
