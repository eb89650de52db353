package io.github.syr.image;

/** Pillow's way from CMYK to RGB ({@code Convert.c}): no profile, each colour darkened by black. */
final class Cmyk {

    private Cmyk() {}

    /** @param at where the three bytes go */
    static void toRgb(int c, int m, int y, int k, byte[] rgb, int at) {
        int white = 255 - k;
        rgb[at] = (byte) Math.max(0, white - times(c, white));
        rgb[at + 1] = (byte) Math.max(0, white - times(m, white));
        rgb[at + 2] = (byte) Math.max(0, white - times(y, white));
    }

    /** a · b / 255, rounded as Pillow's MULDIV255. */
    private static int times(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}
