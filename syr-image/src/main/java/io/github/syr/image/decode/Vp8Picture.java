package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;

/**
 * What VP8 holds: luma, and two planes of colour of half the sides. The planes are of whole macroblocks, 16 x 16 pixels
 * of luma.
 *
 * @param luma (16 rows) x (16 columns)
 * @param blue (8 rows) x (8 columns)
 * @param red (8 rows) x (8 columns)
 * @param columns macroblocks in a row
 * @param rows of macroblocks
 */
record Vp8Picture(byte[] luma, byte[] blue, byte[] red, int columns, int rows) {

    static Vp8Picture blank(int columns, int rows) {
        return new Vp8Picture(
                new byte[256 * columns * rows],
                new byte[64 * columns * rows],
                new byte[64 * columns * rows],
                columns,
                rows);
    }

    int lumaStride() {
        return 16 * columns;
    }

    int colourStride() {
        return 8 * columns;
    }

    /**
     * Colours as libwebp makes them, to the bit: those that aren't stored are between the four around them, weighted 9,
     * 3, 3 and 1 by their distance; the conversion is ITU-R 601's for luma of 16 to 235.
     */
    RgbImage toRgb(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        int[] blues = new int[width];
        int[] reds = new int[width];
        for (int y = 0; y < height; y++) {
            // the nearer row of colours is y / 2; the other is the one above for an even row, the one below for an odd
            // one
            int last = (height + 1) / 2 - 1;
            int near = y / 2 * colourStride();
            int far = Math.max(0, Math.min(last, (y & 1) == 0 ? y / 2 - 1 : y / 2 + 1)) * colourStride();
            between(blue, near, far, blues);
            between(red, near, far, reds);
            for (int x = 0; x < width; x++) {
                convert(luma[y * lumaStride() + x] & 0xFF, blues[x], reds[x], rgb, 3 * (y * width + x));
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static void between(byte[] plane, int near, int far, int[] row) {
        int width = row.length;
        row[0] = 3 * at(plane, near) + at(plane, far) + 2 >> 2;
        for (int i = 1; i <= width - 1 >> 1; i++) {
            int nearLeft = at(plane, near + i - 1);
            int nearRight = at(plane, near + i);
            int farLeft = at(plane, far + i - 1);
            int farRight = at(plane, far + i);
            int sum = nearLeft + nearRight + farLeft + farRight + 8;
            row[2 * i - 1] = (sum + 2 * (nearRight + farLeft) >> 3) + nearLeft >> 1;
            row[2 * i] = (sum + 2 * (nearLeft + farRight) >> 3) + nearRight >> 1;
        }
        if ((width & 1) == 0) {
            int last = width / 2 - 1;
            row[width - 1] = 3 * at(plane, near + last) + at(plane, far + last) + 2 >> 2;
        }
    }

    private static int at(byte[] plane, int at) {
        return plane[at] & 0xFF;
    }

    private static void convert(int luma, int blue, int red, byte[] rgb, int to) {
        int light = luma * 19077 >> 8;
        rgb[to] = clip6(light + (red * 26149 >> 8) - 14234);
        rgb[to + 1] = clip6(light - (blue * 6419 >> 8) - (red * 13320 >> 8) + 8708);
        rgb[to + 2] = clip6(light + (blue * 33050 >> 8) - 17685);
    }

    /** A level with 6 bits behind the point. */
    private static byte clip6(int value) {
        return (byte) Math.max(0, Math.min(255, value >> 6));
    }
}
