package io.github.syr.image.decode;

/** VP8's arithmetic decoder (RFC 6386, section 7): bits by the probability that they are 0. */
final class Vp8Bits {

    private final byte[] bytes;
    private final int end;
    private int at;
    private int value;
    private int spare = -8;
    /** The range less one, 127 to 254. */
    private int range = 254;

    /** Reads from one place to another, the other not included. */
    Vp8Bits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /**
     * @param probability that the bit is 0, of 256
     * @throws BadImageException at the end of the data
     */
    boolean bit(int probability) throws BadImageException {
        while (spare < 0) {
            if (at >= end) {
                throw BadImageException.damaged("WebP", "its data end before its pixels do");
            }
            value = value << 8 | bytes[at++] & 0xFF;
            spare += 8;
        }
        int split = range * probability >> 8;
        boolean isSet = value >> spare > split;
        if (isSet) {
            range -= split + 1;
            value -= split + 1 << spare;
        } else {
            range = split;
        }
        while (range < 127) {
            range = 2 * range + 1;
            spare--;
        }
        return isSet;
    }

    boolean flag() throws BadImageException {
        return bit(128);
    }

    /** A number of so many bits, the highest first. */
    int number(int bits) throws BadImageException {
        int number = 0;
        for (int i = 0; i < bits; i++) {
            number = 2 * number + (flag() ? 1 : 0);
        }
        return number;
    }

    /** A number of so many bits and its sign. */
    int signed(int bits) throws BadImageException {
        int number = number(bits);
        return flag() ? -number : number;
    }

    /** A number with its sign, if a flag says that it is there; else 0. */
    int optional(int bits) throws BadImageException {
        return flag() ? signed(bits) : 0;
    }
}
