package io.github.syr.image;

import java.util.Arrays;

/**
 * The first frame of a GIF file, on the file's canvas; as with Pillow, what the frame leaves free is the transparent colour,
 * or the palette's first.
 */
final class GifContent implements ImageContent {

    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xF9;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int INTERLACED = 0x40;
    private static final int MOST_CODES = 4096;

    private final byte[] bytes;
    private final int left;
    private final int top;
    private final int frameWidth;
    private final int frameHeight;
    private final boolean isInterlaced;
    private final byte[] palette;
    private final int codesAt;
    private final int end;
    private int transparent = -1;

    /** Reads the structure to the end of the first frame. */
    GifContent(byte[] bytes) throws BadImageException {
        this.bytes = bytes;
        int at = HEADER;
        byte[] colours = colours(at, unsigned(10));
        at += colours.length;
        while (unsigned(at) == EXTENSION) {
            if (unsigned(at + 1) == CONTROL && unsigned(at + 2) >= 4) {
                transparent = (unsigned(at + 3) & 1) == 0 ? -1 : unsigned(at + 6);
            }
            at = endOfBlocks(at + 2);
        }
        if (unsigned(at) != FRAME) {
            throw BadImageException.damaged("GIF", unsigned(at) == TRAILER ? "it holds no frame" : "there is no frame at byte " + at);
        }
        left = word(at + 1);
        top = word(at + 3);
        frameWidth = word(at + 5);
        frameHeight = word(at + 7);
        int flags = unsigned(at + 9);
        isInterlaced = (flags & INTERLACED) != 0;
        byte[] own = colours(at + 10, flags);
        palette = own.length > 0 ? own : colours.length > 0 ? colours : greys();
        codesAt = at + 10 + own.length;
        end = endOfBlocks(codesAt + 1);
    }

    @Override
    public ResizedSize size() throws BadImageException {
        // a frame may reach over its canvas; the canvas then grows
        int width = Math.max(word(6), left + frameWidth);
        int height = Math.max(word(8), top + frameHeight);
        if (frameWidth < 1 || frameHeight < 1) {
            throw BadImageException.damaged("GIF", "its header says " + width + " x " + height + " pixels, and its frame "
                    + frameWidth + " x " + frameHeight);
        }
        return new ResizedSize(width, height);
    }

    @Override
    public boolean hasMore() {
        try {
            int at = end;
            while (unsigned(at) == EXTENSION) {
                at = endOfBlocks(at + 2);
            }
            return unsigned(at) == FRAME;
        } catch (BadImageException e) {
            // cut behind the first frame, which is whole
            return false;
        }
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        ResizedSize size = size();
        int width = size.width();
        byte[] frame = codes();
        byte[] canvas = new byte[width * size.height()];
        Arrays.fill(canvas, (byte) Math.max(0, transparent));
        for (int i = 0; i < frameHeight; i++) {
            System.arraycopy(frame, i * frameWidth, canvas, (top + row(i)) * width + left, frameWidth);
        }
        byte[] alpha = DecodedImage.OPAQUE;
        if (transparent >= 0) {
            alpha = new byte[canvas.length];
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) ((canvas[i] & 0xFF) == transparent ? 0 : 255);
            }
        }
        return new DecodedImage(Samples.indexed(width, size.height(), canvas, palette), alpha);
    }

    /** Where the i-th row in the file stands: interlaced, every eighth from 0, from 4, every fourth from 2, every second from 1. */
    private int row(int i) {
        if (!isInterlaced) {
            return i;
        }
        int later = i;
        for (int[] pass : new int[][] {{0, 8}, {4, 8}, {2, 4}}) {
            int rows = Math.max(0, (frameHeight - pass[0] + pass[1] - 1) / pass[1]);
            if (later < rows) {
                return pass[0] + later * pass[1];
            }
            later -= rows;
        }
        return 1 + 2 * later;
    }

    /** The frame's palette indices, by LZW with a growing width of codes. */
    private byte[] codes() throws BadImageException {
        int depth = unsigned(codesAt);
        if (depth < 1 || depth > 8) {
            throw BadImageException.damaged("GIF", "its codes are of " + depth + " bits");
        }
        byte[] data = data(codesAt + 1);
        byte[] indices = new byte[frameWidth * frameHeight];
        int clear = 1 << depth;
        int[] before = new int[MOST_CODES];
        byte[] last = new byte[MOST_CODES];
        byte[] word = new byte[MOST_CODES + 1];
        int next = clear + 2;
        int bits = depth + 1;
        int previous = -1;
        int first = 0;
        int done = 0;
        long bit = 0;
        while (done < indices.length) {
            int code = bits(data, bit, bits);
            bit += bits;
            if (code == clear) {
                next = clear + 2;
                bits = depth + 1;
                previous = -1;
                continue;
            }
            if (code < 0 || code == clear + 1) {
                throw BadImageException.damaged("GIF", "its first frame ends after " + done + " of " + indices.length + " pixels");
            } else if (code > next || code == next && previous < 0 || code > clear && previous < 0) {
                throw BadImageException.damaged("GIF", "its first frame has an impossible code after " + done + " pixels");
            }
            // a word is found from its last letter back; the code that is being made ends as it begins
            int length = 0;
            int at = code;
            if (code == next) {
                word[length++] = (byte) first;
                at = previous;
            }
            while (at >= clear) {
                word[length++] = last[at];
                at = before[at];
            }
            first = at;
            word[length++] = (byte) at;
            if (previous >= 0 && next < MOST_CODES) {
                before[next] = previous;
                last[next] = (byte) first;
                next++;
                if (next == 1 << bits && bits < 12) {
                    bits++;
                }
            }
            previous = code;
            while (length > 0 && done < indices.length) {
                indices[done++] = word[--length];
            }
        }
        return indices;
    }

    /** So many bits, the lowest first; -1 at the end. */
    private static int bits(byte[] data, long from, int count) {
        if (from + count > 8L * data.length) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (data[(int) (from + i >> 3)] >> (int) (from + i & 7) & 1) << i;
        }
        return value;
    }

    // --- structure ---

    private byte[] colours(int from, int flags) throws BadImageException {
        int length = (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
        if (from + length > bytes.length) {
            throw truncated();
        }
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** Without any palette, as Pillow. */
    private static byte[] greys() {
        byte[] greys = new byte[3 * 256];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) (i / 3);
        }
        return greys;
    }

    private byte[] data(int from) throws BadImageException {
        byte[] data = new byte[bytes.length - from];
        int length = 0;
        for (int at = from; unsigned(at) != 0; at += 1 + unsigned(at)) {
            System.arraycopy(bytes, at + 1, data, length, unsigned(at));
            length += unsigned(at);
        }
        return Arrays.copyOf(data, length);
    }

    private int endOfBlocks(int from) throws BadImageException {
        int at = from;
        while (unsigned(at) != 0) {
            at += 1 + unsigned(at);
        }
        return at + 1;
    }

    private int word(int at) throws BadImageException {
        return unsigned(at) | unsigned(at + 1) << 8;
    }

    private int unsigned(int at) throws BadImageException {
        if (at >= bytes.length) {
            throw truncated();
        }
        return bytes[at] & 0xFF;
    }

    private BadImageException truncated() {
        return BadImageException.truncated("GIF", "within its first frame, after " + bytes.length + " bytes");
    }
}
