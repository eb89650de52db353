package io.github.syr.image.decode;

/**
 * A step that lossless WebP's writer took to make an image smaller, taken back here.
 *
 * @param type 0 prediction from neighbours, 1 colours from green, 2 green subtracted, 3 a palette
 * @param bits of prediction and colours: tiles are of 2^bits pixels a side; of a palette: 2^bits indices are in a pixel
 * @param width of the image that comes out
 * @param data tile by tile, or the palette; ARGB
 */
record Vp8lTransform(int type, int bits, int width, int[] data) {

    static final int PREDICTION = 0;
    static final int COLOURS = 1;
    static final int GREEN = 2;
    static final int PALETTE = 3;

    private static final int BLACK = 0xFF000000;

    /** How many tiles of 2^bits are in so many pixels. */
    static int tiles(int pixels, int bits) {
        return (int) ((long) pixels + (1 << bits) - 1 >> bits);
    }

    /** The image before the step was taken; the same array but for a palette. */
    int[] undo(int[] image, int height) {
        switch (type) {
            case PREDICTION -> predict(image, height);
            case COLOURS -> colours(image, height);
            case GREEN -> {
                for (int i = 0; i < image.length; i++) {
                    int green = image[i] >> 8 & 0xFF;
                    image[i] = image[i] & 0xFF00FF00 | (image[i] & 0xFF00FF) + (green << 16 | green) & 0xFF00FF;
                }
            }
            default -> {
                return palette(image, height);
            }
        }
        return image;
    }

    private int tile(int x, int y) {
        return data[(y >> bits) * tiles(width, bits) + (x >> bits)];
    }

    private void predict(int[] image, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int predicted = y == 0
                        ? x == 0 ? BLACK : image[at - 1]
                        : x == 0 ? image[at - width] : predicted(tile(x, y) >> 8 & 15, image, at);
                image[at] = add(image[at], predicted);
            }
        }
    }

    private int predicted(int mode, int[] image, int at) {
        int left = image[at - 1];
        int above = image[at - width];
        // right of the last column is, in memory, the first of the current row
        int aboveRight = image[at - width + 1];
        int aboveLeft = image[at - width - 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveRight;
            case 4 -> aboveLeft;
            case 5 -> mean(mean(left, aboveRight), above);
            case 6 -> mean(left, aboveLeft);
            case 7 -> mean(left, above);
            case 8 -> mean(aboveLeft, above);
            case 9 -> mean(above, aboveRight);
            case 10 -> mean(mean(left, aboveLeft), mean(above, aboveRight));
            case 11 -> nearer(left, above, aboveLeft);
            case 12 -> plane(left, above, aboveLeft);
            case 13 -> half(mean(left, above), aboveLeft);
            default -> BLACK;
        };
    }

    private static int nearer(int left, int above, int aboveLeft) {
        int toLeft = 0;
        int toAbove = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            toLeft += Math.abs(channel(above, shift) - channel(aboveLeft, shift));
            toAbove += Math.abs(channel(left, shift) - channel(aboveLeft, shift));
        }
        return toLeft < toAbove ? left : above;
    }

    private static int plane(int left, int above, int aboveLeft) {
        int pixel = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            pixel |= Vp8Prediction.clip8(channel(left, shift) + channel(above, shift) - channel(aboveLeft, shift))
                    << shift;
        }
        return pixel;
    }

    private static int half(int mean, int aboveLeft) {
        int pixel = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int channel = channel(mean, shift);
            pixel |= Vp8Prediction.clip8(channel + (channel - channel(aboveLeft, shift)) / 2) << shift;
        }
        return pixel;
    }

    private void colours(int[] image, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int factors = tile(x, y);
                int pixel = image[at];
                int red = channel(pixel, 16) + share(factors, pixel >> 8) & 0xFF;
                int blue = channel(pixel, 0) + share(factors >> 8, pixel >> 8) + share(factors >> 16, red) & 0xFF;
                image[at] = pixel & 0xFF00FF00 | red << 16 | blue;
            }
        }
    }

    /** Both as signed bytes, a factor of 1/32. */
    private static int share(int factor, int colour) {
        return (byte) factor * (byte) colour >> 5;
    }

    private int[] palette(int[] image, int height) {
        int[] out = new int[width * height];
        int packed = tiles(width, bits);
        int indexBits = 8 >> bits;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int indices = channel(image[y * packed + (x >> bits)], 8);
                int index = indices >> indexBits * (x & (1 << bits) - 1) & (1 << indexBits) - 1;
                out[y * width + x] = index < data.length ? data[index] : 0;
            }
        }
        return out;
    }

    private static int channel(int pixel, int shift) {
        return pixel >> shift & 0xFF;
    }

    /** Channel by channel, modulo 256. */
    static int add(int a, int b) {
        return (a & 0xFF00FF00) + (b & 0xFF00FF00) & 0xFF00FF00 | (a & 0xFF00FF) + (b & 0xFF00FF) & 0xFF00FF;
    }

    /** Channel by channel, rounded down. */
    private static int mean(int a, int b) {
        return ((a ^ b) >>> 1 & 0x7F7F7F7F) + (a & b);
    }
}
