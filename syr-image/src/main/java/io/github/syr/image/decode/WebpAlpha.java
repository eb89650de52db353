package io.github.syr.image.decode;

/**
 * The opacity of a lossy WebP file: raw or as a lossless image's green, and less what was predicted from neighbours.
 */
final class WebpAlpha {

    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;

    private WebpAlpha() {}

    /**
     * @param chunk the content of an ALPH chunk, of a byte at least
     * @return height x width, 0 (transparent) to 255
     */
    static byte[] decode(byte[] chunk, int width, int height) throws BadImageException {
        int method = chunk[0] & 3;
        byte[] alpha = new byte[width * height];
        if (method == 0) {
            if (chunk.length - 1 < alpha.length) {
                throw BadImageException.damaged(
                        "WebP", "its alpha has " + (chunk.length - 1) + " of " + alpha.length + " pixels");
            }
            System.arraycopy(chunk, 1, alpha, 0, alpha.length);
        } else if (method == 1) {
            int[] image = new Vp8lDecoder(new Vp8lBits(chunk, 1)).decode(width, height);
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) (image[i] >> 8);
            }
        } else {
            throw BadImageException.unsupported(
                    "WebP", "has alpha compressed by a method (" + method + ") that isn't read");
        }
        int filter = chunk[0] >> 2 & 3;
        for (int i = 0; i < alpha.length && filter > 0; i++) {
            alpha[i] += (byte) predicted(filter, alpha, i, width);
        }
        return alpha;
    }

    private static int predicted(int filter, byte[] alpha, int at, int width) {
        int left = at % width == 0 ? 0 : alpha[at - 1] & 0xFF;
        if (at < width) {
            return left;
        }
        int above = alpha[at - width] & 0xFF;
        if (at % width == 0 || filter == VERTICAL) {
            return above;
        }
        return filter == HORIZONTAL ? left : Vp8Prediction.clip8(left + above - (alpha[at - width - 1] & 0xFF));
    }
}
