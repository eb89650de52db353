package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Turns the raster of a decoded image into 8-bit RGB and alpha. Colour models are asked for palettes alone: through
 * them Java would convert by colour profile and gamma, which Pillow doesn't.
 */
final class SampleConversion {

    private SampleConversion() {}

    /** A sample of {@code bits} bits, brought to 8: 0 stays 0, the greatest becomes 255, rounded. */
    static int toByte(int sample, int bits) {
        int greatest = (1 << bits) - 1;
        return bits == 8 ? sample : (int) ((sample * 255L + greatest / 2) / greatest);
    }

    /**
     * @param isInk whether the first four samples are cyan, magenta, yellow and black
     * @param isTransparent whether a further sample, if there is one, is alpha
     * @param isPremultiplied whether colours are multiplied by alpha
     * @throws BadImageException for samples that aren't whole numbers of at most 16 bits
     */
    static DecodedImage of(
            BufferedImage image, ImageFormat format, boolean isInk, boolean isTransparent, boolean isPremultiplied)
            throws BadImageException {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        Raster raster = image.getRaster();
        int type = raster.getDataBuffer().getDataType();
        int[] bits = raster.getSampleModel().getSampleSize();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE || bits[0] > 16) {
            throw BadImageException.unsupported(
                    format.label(),
                    "has samples of " + bits[0] + " bits or real numbers, and whole numbers of up to 16 are read");
        }
        int colours = isInk ? 4 : raster.getNumBands() < 3 ? 1 : 3;
        boolean hasAlpha = isTransparent && raster.getNumBands() > colours;
        DecodedImage decoded = direct(raster, bits, colours, hasAlpha);
        if (hasAlpha && isPremultiplied) {
            divideByAlpha(decoded);
        }
        return decoded;
    }

    /** Colours of a palette, R G B an entry; what is behind its end is black, as with Pillow. */
    static RgbImage indexed(int width, int height, byte[] indices, byte[] palette) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < indices.length; i++) {
            int from = 3 * (indices[i] & 0xFF);
            if (from + 3 <= palette.length) {
                System.arraycopy(palette, from, rgb, 3 * i, 3);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static DecodedImage indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = new byte[3 * width * height];
        byte[] alpha = palette.hasAlpha() ? new byte[width * height] : DecodedImage.OPAQUE;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int argb = row[x] < palette.getMapSize() ? palette.getRGB(row[x]) : 0xFF000000;
                int at = y * width + x;
                rgb[3 * at] = (byte) (argb >> 16);
                rgb[3 * at + 1] = (byte) (argb >> 8);
                rgb[3 * at + 2] = (byte) argb;
                if (alpha.length != 0) {
                    alpha[at] = (byte) (argb >>> 24);
                }
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), alpha);
    }

    private static DecodedImage direct(Raster raster, int[] bits, int colours, boolean hasAlpha) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[3 * width * height];
        byte[] alpha = hasAlpha ? new byte[width * height] : DecodedImage.OPAQUE;
        int[] row = new int[bands * width];
        int[] pixel = new int[bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < bands; band++) {
                    pixel[band] = toByte(row[x * bands + band], bits[band]);
                }
                int at = y * width + x;
                colour(pixel, colours, rgb, 3 * at);
                if (hasAlpha) {
                    alpha[at] = (byte) pixel[colours];
                }
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), alpha);
    }

    private static void colour(int[] pixel, int colours, byte[] rgb, int to) {
        if (colours == 4) {
            Cmyk.toRgb(pixel[0], pixel[1], pixel[2], pixel[3], rgb, to);
            return;
        }
        for (int band = 0; band < 3; band++) {
            rgb[to + band] = (byte) pixel[Math.min(band, colours - 1)];
        }
    }

    private static void divideByAlpha(DecodedImage image) {
        byte[] rgb = image.rgb().pixels();
        for (int i = 0; i < rgb.length; i++) {
            int alpha = image.alpha()[i / 3] & 0xFF;
            if (alpha != 0 && alpha != 255) {
                rgb[i] = (byte) Math.min(255, (rgb[i] & 0xFF) * 255 / alpha);
            }
        }
    }
}
