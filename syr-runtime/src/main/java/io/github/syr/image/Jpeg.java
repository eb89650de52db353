package io.github.syr.image;

import java.awt.image.Raster;
import java.util.Optional;

/** JPEG's raw rasters into RGB: what the markers say the numbers mean, and no colour profile. */
final class Jpeg {

    private Jpeg() {}

    static boolean is(byte[] bytes) {
        return bytes.length > 3 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8 && bytes[2] == (byte) 0xFF;
    }

    /**
     * What the markers tell.
     *
     * @param adobe the transform of Adobe's marker: 0 none, 1 YCbCr, 2 YCCK
     * @param rgbIds whether the components are called R, G, B
     */
    private record Markers(boolean jfif, int adobe, boolean rgbIds) {

        static Markers of(byte[] bytes) {
            boolean jfif = false;
            int adobe = -1;
            int at = 2;
            while (at + 4 <= bytes.length && bytes[at] == (byte) 0xFF) {
                int marker = bytes[at + 1] & 0xFF;
                if (marker == 0xFF) {
                    at++;
                    continue;
                }
                int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
                if (marker == 0xE0 && starts(bytes, at + 4, "JFIF")) {
                    jfif = true;
                } else if (marker == 0xEE && starts(bytes, at + 4, "Adobe") && at + 16 <= bytes.length) {
                    adobe = bytes[at + 15] & 0xFF;
                } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                    boolean rgb = at + 19 <= bytes.length && bytes[at + 9] == 3 && bytes[at + 10] == 'R' && bytes[at + 13] == 'G'
                            && bytes[at + 16] == 'B';
                    return new Markers(jfif, adobe, rgb);
                } else if (marker == 0xDA) {
                    break;
                }
                at += 2 + length;
            }
            return new Markers(jfif, adobe, false);
        }

        private static boolean starts(byte[] bytes, int at, String text) {
            for (int i = 0; i < text.length(); i++) {
                if (at + i >= bytes.length || bytes[at + i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        boolean ycc() {
            return jfif || (adobe >= 0 ? adobe != 0 : !rgbIds);
        }
    }

    static Pixels pixels(Raster raster, byte[] bytes) {
        Markers markers = Markers.of(bytes);
        int w = raster.getWidth();
        int h = raster.getHeight();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[3 * w * h];
        int[] row = new int[w * bands];
        for (int y = 0; y < h; y++) {
            raster.getPixels(0, y, w, 1, row);
            for (int x = 0; x < w; x++) {
                int from = x * bands;
                int at = 3 * (y * w + x);
                switch (bands) {
                    case 1 -> rgb[at] = rgb[at + 1] = rgb[at + 2] = (byte) row[from];
                    case 3 -> {
                        if (markers.ycc()) {
                            ycc(row[from], row[from + 1], row[from + 2], rgb, at);
                        } else {
                            rgb[at] = (byte) row[from];
                            rgb[at + 1] = (byte) row[from + 1];
                            rgb[at + 2] = (byte) row[from + 2];
                        }
                    }
                    case 4 -> fourColours(row, from, markers.adobe() == 2, rgb, at);
                    default -> throw new IllegalArgumentException(bands + " components, and 1, 3 or 4 are read");
                }
            }
        }
        return new Pixels(w, h, rgb, Optional.empty());
    }

    /** Inverted, as Adobe writes them and Pillow takes all of them. YCCK holds inverted RGB beside its black. */
    private static void fourColours(int[] row, int from, boolean ycck, byte[] rgb, int at) {
        int c = row[from];
        int m = row[from + 1];
        int y = row[from + 2];
        if (ycck) {
            ycc(c, m, y, rgb, at);
            c = 255 - (rgb[at] & 0xFF);
            m = 255 - (rgb[at + 1] & 0xFF);
            y = 255 - (rgb[at + 2] & 0xFF);
        }
        Cmyk.toRgb(255 - c, 255 - m, 255 - y, 255 - row[from + 3], rgb, at);
    }

    /** JFIF's YCbCr, in libjpeg's fixed point. */
    private static void ycc(int y, int cb, int cr, byte[] rgb, int at) {
        int b = cb - 128;
        int r = cr - 128;
        rgb[at] = clip(y + (91881 * r + 32768 >> 16));
        rgb[at + 1] = clip(y + (-22554 * b - 46802 * r + 32768 >> 16));
        rgb[at + 2] = clip(y + (116130 * b + 32768 >> 16));
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
