package io.github.syr.dataset;

/**
 * A rendered picture before it is encoded.
 *
 * @param rgb 8-bit sRGB, row by row, three bytes per pixel
 * @param alpha share of each pixel that rings cover, 0 to 255
 */
record Picture(int width, int height, byte[] rgb, byte[] alpha) {

    /** From this alpha on a pixel is part of the mask: half of it is covered. */
    static final int HALF = 128;

    boolean isObject(int x, int y) {
        return (alpha[y * width + x] & 0xff) >= HALF;
    }

    /** The mask's box: x0, y0, x1, y1 with x1 and y1 one beyond the last column and row. */
    int[] box() {
        int[] box = {width, height, 0, 0};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (isObject(x, y)) {
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x + 1);
                    box[3] = Math.max(box[3], y + 1);
                }
            }
        }
        return box;
    }
}
