package io.github.syr.image.decode;

/** CMYK to RGB as Pillow converts (Convert.c, {@code cmyk2rgb}): no colour profile, ink by ink. */
final class Cmyk {

    private Cmyk() {}

    /** Converts one pixel, each 0 (no ink) to 255, into {@code rgb} at {@code to}. */
    static void toRgb(int cyan, int magenta, int yellow, int black, byte[] rgb, int to) {
        int light = 255 - black;
        rgb[to] = (byte) (light - share(cyan, light));
        rgb[to + 1] = (byte) (light - share(magenta, light));
        rgb[to + 2] = (byte) (light - share(yellow, light));
    }

    /** a * b / 255, rounded (Pillow's MULDIV255); never above b. */
    private static int share(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}
