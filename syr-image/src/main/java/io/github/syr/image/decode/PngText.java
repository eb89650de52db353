package io.github.syr.image.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A text that a PNG file carries.
 *
 * @param keyword what it is
 * @param stored as it is stored
 * @param isSqueezed whether by Deflate
 */
record PngText(String keyword, byte[] stored, boolean isSqueezed) {

    /**
     * What a squeezed text is let grow to: an orientation stands near the beginning, and a few bytes can hold
     * gigabytes.
     */
    private static final int MOST = 1 << 20;

    /**
     * @param type of the chunk: tEXt, zTXt or iTXt
     * @return none if it isn't laid out as one; no reason to refuse a picture
     */
    static Optional<PngText> of(String type, byte[] chunk) {
        int keywordEnd = end(chunk, 0);
        String keyword = new String(chunk, 0, keywordEnd, StandardCharsets.ISO_8859_1);
        int at = keywordEnd + 1;
        boolean isSqueezed = type.equals("zTXt");
        if (type.equals("zTXt")) {
            at += 1;
        } else if (type.equals("iTXt")) {
            isSqueezed = at < chunk.length && chunk[at] == 1;
            // flag and method, then the language, then the keyword once more, each ended by a zero
            at = end(chunk, end(chunk, at + 2) + 1) + 1;
        }
        if (at > chunk.length) {
            return Optional.empty();
        }
        return Optional.of(new PngText(keyword, Arrays.copyOfRange(chunk, at, chunk.length), isSqueezed));
    }

    /** The text; of length 0 if it is broken. */
    byte[] content() {
        return isSqueezed ? inflated(stored) : stored;
    }

    /**
     * The bytes that ImageMagick's way of writing profiles holds: a name and a length on lines, then hexadecimal
     * digits.
     */
    byte[] unhexed() {
        String[] lines = new String(content(), StandardCharsets.ISO_8859_1).split("\n", 4);
        String digits = lines.length < 4 ? "" : lines[3].replaceAll("\\s", "");
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static int end(byte[] chunk, int from) {
        int at = Math.min(from, chunk.length);
        while (at < chunk.length && chunk[at] != 0) {
            at++;
        }
        return at;
    }

    private static byte[] inflated(byte[] squeezed) {
        Inflater inflater = new Inflater();
        inflater.setInput(squeezed);
        byte[] out = new byte[MOST];
        try {
            int length = 0;
            int more = -1;
            while (more != 0 && length < MOST) {
                more = inflater.inflate(out, length, MOST - length);
                length += more;
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
