package io.github.syr.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * Decoded pixels with their alpha.
 *
 * @param rgb height x width x 3
 * @param opacity height x width; none where the format has no alpha
 */
record Pixels(int width, int height, byte[] rgb, Optional<byte[]> opacity) {

    /** The stored numbers, whatever colour profile hangs on them. */
    static Pixels of(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        int type = raster.getSampleModel().getDataType();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
            throw new IllegalArgumentException("pixels are floating-point numbers, and 8 or 16 bits are read");
        }
        if (model instanceof IndexColorModel palette) {
            return indexed(raster, palette);
        }
        boolean cmyk = model.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
        int colours = cmyk ? 4 : raster.getNumBands() >= 3 ? 3 : 1;
        int w = raster.getWidth();
        int h = raster.getHeight();
        byte[] rgb = new byte[3 * w * h];
        byte[] opacity = model.hasAlpha() ? new byte[w * h] : null;
        int[][] rows = new int[raster.getNumBands()][w];
        for (int y = 0; y < h; y++) {
            for (int band = 0; band < rows.length; band++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, band, rows[band]);
                to8Bits(rows[band], raster.getSampleModel().getSampleSize(band));
            }
            for (int x = 0; x < w; x++) {
                int at = 3 * (y * w + x);
                if (cmyk) {
                    Cmyk.toRgb(rows[0][x], rows[1][x], rows[2][x], rows[3][x], rgb, at);
                } else {
                    for (int c = 0; c < 3; c++) {
                        rgb[at + c] = (byte) rows[colours == 3 ? c : 0][x];
                    }
                }
                if (opacity != null) {
                    opacity[y * w + x] = (byte) rows[rows.length - 1][x];
                }
            }
        }
        return new Pixels(w, h, rgb, Optional.ofNullable(opacity));
    }

    private static void to8Bits(int[] samples, int bits) {
        if (bits == 16) {
            for (int x = 0; x < samples.length; x++) {
                samples[x] = (samples[x] + 128) / 257;
            }
        } else if (bits < 8) {
            int most = (1 << bits) - 1;
            for (int x = 0; x < samples.length; x++) {
                samples[x] = samples[x] * 255 / most;
            }
        } else if (bits > 8) {
            throw new IllegalArgumentException(bits + " bits a sample, and 1 to 8 or 16 are read");
        }
    }

    private static Pixels indexed(Raster raster, IndexColorModel palette) {
        int w = raster.getWidth();
        int h = raster.getHeight();
        byte[] rgb = new byte[3 * w * h];
        byte[] opacity = palette.hasAlpha() ? new byte[w * h] : null;
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, 0, row);
            for (int x = 0; x < w; x++) {
                int argb = palette.getRGB(Math.min(row[x], palette.getMapSize() - 1));
                int at = y * w + x;
                rgb[3 * at] = (byte) (argb >> 16);
                rgb[3 * at + 1] = (byte) (argb >> 8);
                rgb[3 * at + 2] = (byte) argb;
                if (opacity != null) {
                    opacity[at] = (byte) (argb >>> 24);
                }
            }
        }
        return new Pixels(w, h, rgb, Optional.ofNullable(opacity));
    }

    Pixels upright(Orientation orientation) {
        if (orientation.code() == 1) {
            return this;
        }
        ImageDecoder.Size size = orientation.upright(new ImageDecoder.Size(width, height));
        byte[] turned = new byte[rgb.length];
        Optional<byte[]> turnedOpacity = opacity.map(o -> new byte[o.length]);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int to = y * size.width() + x;
                int from = orientation.source(x, y, width, height);
                System.arraycopy(rgb, 3 * from, turned, 3 * to, 3);
                turnedOpacity.ifPresent(o -> o[to] = opacity.get()[from]);
            }
        }
        return new Pixels(size.width(), size.height(), turned, turnedOpacity);
    }

    RgbImage toRgb() {
        return new RgbImage(width, height, rgb);
    }

    /** Pillow's {@code L}: ITU-R 601 in fixed point. */
    GreyImage grey() {
        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.length; i++) {
            int r = rgb[3 * i] & 0xFF;
            int g = rgb[3 * i + 1] & 0xFF;
            int b = rgb[3 * i + 2] & 0xFF;
            grey[i] = (byte) ((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16);
        }
        return new GreyImage(width, height, grey);
    }

    Optional<GreyImage> alpha() {
        return opacity.filter(levels -> {
            for (byte level : levels) {
                if (level != (byte) 255) {
                    return true;
                }
            }
            return false;
        }).map(levels -> new GreyImage(width, height, levels));
    }
}
