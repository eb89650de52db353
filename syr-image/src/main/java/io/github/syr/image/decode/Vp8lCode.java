package io.github.syr.image.decode;

/** A prefix code of lossless WebP, known by the lengths of its words. */
final class Vp8lCode {

    private static final int MOST_BITS = 15;

    /** How many words there are of each length, and the symbols in the order of their words. */
    private final int[] counts = new int[MOST_BITS + 1];

    private final short[] symbols;

    /** @throws BadImageException if the lengths are those of no complete code */
    Vp8lCode(int[] lengths) throws BadImageException {
        int used = 0;
        for (int length : lengths) {
            counts[length]++;
            used += length > 0 ? 1 : 0;
        }
        counts[0] = 0;
        int[] next = new int[MOST_BITS + 2];
        int space = 1;
        for (int length = 1; length <= MOST_BITS; length++) {
            space = 2 * space - counts[length];
            next[length + 1] = next[length] + counts[length];
            if (space < 0) {
                break;
            }
        }
        if (used == 0 || used > 1 && space != 0) {
            throw BadImageException.damaged("WebP", "it has an invalid prefix code");
        }
        symbols = new short[used];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (short) symbol;
            }
        }
    }

    /** The next symbol; a lone one takes no bit. */
    int read(Vp8lBits bits) throws BadImageException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int word = 0;
        int first = 0;
        int before = 0;
        for (int length = 1; length <= MOST_BITS; length++) {
            word |= bits.number(1);
            if (word - first < counts[length]) {
                return symbols[before + word - first];
            }
            before += counts[length];
            first = first + counts[length] << 1;
            word <<= 1;
        }
        throw BadImageException.damaged("WebP", "it has a word that is in no prefix code");
    }
}
