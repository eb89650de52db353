package io.github.syr.image.decode;

/** The bits of lossless WebP, the lowest of each byte first. */
final class Vp8lBits {

    private final byte[] bytes;
    private int at;
    private long window;
    private int count;

    Vp8lBits(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /**
     * A number of so many bits, 0 to 32, the lowest first.
     *
     * @throws BadImageException at the end of the data
     */
    int number(int bits) throws BadImageException {
        while (count < bits) {
            if (at >= bytes.length) {
                throw BadImageException.damaged("WebP", "its data end before its pixels do");
            }
            window |= (bytes[at++] & 0xFFL) << count;
            count += 8;
        }
        int number = (int) (window & (1L << bits) - 1);
        window >>>= bits;
        count -= bits;
        return number;
    }

    boolean flag() throws BadImageException {
        return number(1) == 1;
    }
}
