package io.github.syr.image.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/**
 * The image that a lossless WebP file holds, or the alpha of a lossy one: Google's "WebP Lossless Bitstream", RFC 9649.
 */
final class Vp8lDecoder {

    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /**
     * Near pixels by the numbers of distances: rows up in the high four bits, 8 less the columns to the left in the
     * low.
     */
    private static final byte[] NEAR = HexFormat.of()
            .parseHex(""
                    + "1807171928062729161a262a38053739151b363a252b48044749141c353b464a242c58454b343c035759131d565a232d444c555b333d68026769"
                    + "121e666a222e545c434d656b323e78017779535d111f646c424e767a212f757b313f636d525e00747c414f1020626e30737d515f40727e616f50"
                    + "717f6070");

    /** The codes of a part of an image: green with lengths and cached colours, red, blue, alpha, distances. */
    private record Codes(Vp8lCode green, Vp8lCode red, Vp8lCode blue, Vp8lCode alpha, Vp8lCode distance) {}

    private final Vp8lBits bits;

    Vp8lDecoder(Vp8lBits bits) {
        this.bits = bits;
    }

    /** The image, height x width, as ARGB. */
    int[] decode(int width, int height) throws BadImageException {
        Deque<Vp8lTransform> transforms = new ArrayDeque<>();
        int seen = 0;
        int packed = width;
        while (bits.flag()) {
            int type = bits.number(2);
            if ((seen & 1 << type) != 0) {
                throw BadImageException.damaged("WebP", "it is transformed in the same way twice");
            }
            seen |= 1 << type;
            Vp8lTransform transform = transform(type, packed, height);
            transforms.push(transform);
            packed = type == Vp8lTransform.PALETTE ? Vp8lTransform.tiles(packed, transform.bits()) : packed;
        }
        int[] image = image(packed, height, true);
        for (Vp8lTransform transform : transforms) {
            image = transform.undo(image, height);
        }
        return image;
    }

    private Vp8lTransform transform(int type, int width, int height) throws BadImageException {
        return switch (type) {
            case Vp8lTransform.PREDICTION, Vp8lTransform.COLOURS -> {
                int tile = bits.number(3) + 2;
                yield new Vp8lTransform(
                        type,
                        tile,
                        width,
                        image(Vp8lTransform.tiles(width, tile), Vp8lTransform.tiles(height, tile), false));
            }
            case Vp8lTransform.PALETTE -> {
                int colours = bits.number(8) + 1;
                int[] palette = image(colours, 1, false);
                for (int i = 1; i < colours; i++) {
                    palette[i] = Vp8lTransform.add(palette[i], palette[i - 1]);
                }
                yield new Vp8lTransform(type, colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3, width, palette);
            }
            default -> new Vp8lTransform(type, 0, width, new int[0]);
        };
    }

    /** @param isMain whether it may have codes of its own for its parts, which an image within the image mayn't */
    private int[] image(int width, int height, boolean isMain) throws BadImageException {
        int cacheBits = bits.flag() ? bits.number(4) : 0;
        if (cacheBits > 11) {
            throw BadImageException.damaged("WebP", "it caches 2^" + cacheBits + " colours, and 2^11 are the most");
        }
        int tile = 0;
        int[] parts = {0};
        int count = 1;
        if (isMain && bits.flag()) {
            tile = bits.number(3) + 2;
            parts = image(Vp8lTransform.tiles(width, tile), Vp8lTransform.tiles(height, tile), false);
            for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i] >> 8 & 0xFFFF;
                count = Math.max(count, parts[i] + 1);
            }
        }
        Codes[] codes = new Codes[count];
        for (int i = 0; i < count; i++) {
            codes[i] = new Codes(
                    code(LITERALS + LENGTHS + (cacheBits == 0 ? 0 : 1 << cacheBits)),
                    code(LITERALS),
                    code(LITERALS),
                    code(LITERALS),
                    code(DISTANCES));
        }
        return pixels(width, height, tile, parts, codes, cacheBits);
    }

    private int[] pixels(int width, int height, int tile, int[] parts, Codes[] codes, int cacheBits)
            throws BadImageException {
        int[] image = new int[width * height];
        int[] cache = new int[1 << cacheBits];
        int partsInRow = Vp8lTransform.tiles(width, tile);
        int at = 0;
        while (at < image.length) {
            Codes own = codes.length == 1
                    ? codes[0]
                    : codes[parts[(at / width >> tile) * partsInRow + (at % width >> tile)]];
            int green = own.green().read(bits);
            int length = 1;
            if (green < LITERALS) {
                int red = own.red().read(bits);
                int blue = own.blue().read(bits);
                image[at] = own.alpha().read(bits) << 24 | red << 16 | green << 8 | blue;
            } else if (green < LITERALS + LENGTHS) {
                length = extended(green - LITERALS);
                int distance = distance(extended(own.distance().read(bits)), width);
                if (distance > at || length > image.length - at) {
                    throw BadImageException.damaged("WebP", "it repeats pixels that aren't there");
                }
                for (int i = 0; i < length; i++) {
                    image[at + i] = image[at + i - distance];
                }
            } else {
                image[at] = cache[green - LITERALS - LENGTHS];
            }
            for (int i = 0; i < length && cacheBits > 0; i++) {
                cache[0x1E35A7BD * image[at + i] >>> 32 - cacheBits] = image[at + i];
            }
            at += length;
        }
        return image;
    }

    /** A length or distance: a symbol and its further bits, from 1 on. */
    private int extended(int symbol) throws BadImageException {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = symbol - 2 >> 1;
        return (2 + (symbol & 1) << extra) + bits.number(extra) + 1;
    }

    private static int distance(int number, int width) {
        if (number > NEAR.length) {
            return number - NEAR.length;
        }
        int near = NEAR[number - 1];
        return Math.max(1, (near >> 4) * width + 8 - (near & 15));
    }

    // --- codes ---

    private Vp8lCode code(int symbols) throws BadImageException {
        int[] lengths = new int[symbols];
        if (bits.flag()) {
            boolean isPair = bits.flag();
            set(lengths, bits.number(bits.flag() ? 8 : 1));
            if (isPair) {
                set(lengths, bits.number(8));
            }
        } else {
            lengths(lengths);
        }
        return new Vp8lCode(lengths);
    }

    private static void set(int[] lengths, int symbol) throws BadImageException {
        if (symbol >= lengths.length) {
            throw BadImageException.damaged("WebP", "it has a code for symbol " + symbol + " of " + lengths.length);
        }
        lengths[symbol] = 1;
    }

    /** Lengths are coded themselves; 16 repeats the last, 17 and 18 are runs of zeros. */
    private void lengths(int[] lengths) throws BadImageException {
        int[] own = new int[LENGTH_ORDER.length];
        int count = bits.number(4) + 4;
        for (int i = 0; i < count; i++) {
            own[LENGTH_ORDER[i]] = bits.number(3);
        }
        Vp8lCode code = new Vp8lCode(own);
        int left = bits.flag() ? 2 + bits.number(2 + 2 * bits.number(3)) : lengths.length;
        int last = 8;
        int at = 0;
        while (at < lengths.length && left-- > 0) {
            int length = code.read(bits);
            int run = switch (length) {
                case 16 -> 3 + bits.number(2);
                case 17 -> 3 + bits.number(3);
                case 18 -> 11 + bits.number(7);
                default -> 1;
            };
            if (run > lengths.length - at) {
                throw BadImageException.damaged("WebP", "it has a code for more symbols than there are");
            }
            int value = length < 16 ? length : length == 16 ? last : 0;
            last = length > 0 && length < 16 ? length : last;
            for (int i = 0; i < run; i++) {
                lengths[at++] = value;
            }
        }
    }
}
