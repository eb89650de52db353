package io.github.syr.image.decode;

import io.github.syr.image.Size;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a stored image is turned to stand upright.
 *
 * @param code EXIF's number: 1 as stored, 2 mirrored, 3 half a turn, 4 upside down mirrored, 5 transposed, 6 a quarter
 *     clockwise, 7 transposed along the other diagonal, 8 a quarter counter-clockwise
 */
record Orientation(int code) {

    static final Orientation AS_STORED = new Orientation(1);

    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    Orientation {
        if (code < 1 || code > 8) {
            throw new IllegalArgumentException("orientation " + code + " is invalid: 1 to 8 are expected");
        }
    }

    /**
     * The orientation that EXIF data name, else XMP data, as Pillow looks for it; as stored where they name none, or
     * one that can't be, or can't be read themselves: a broken tag is no reason to refuse a valid image.
     *
     * @param exif as in TIFF, with "Exif\0\0" before it or not; of length 0 where there is none
     * @param xmp of length 0 where there is none
     */
    static Orientation of(byte[] exif, byte[] xmp) {
        int from = exif.length > 6 && exif[0] == 'E' && exif[4] == 0 ? 6 : 0;
        if (exif.length - from >= 8) {
            try {
                OptionalInt code = new TiffDirectory(Arrays.copyOfRange(exif, from, exif.length)).orientation();
                if (code.isPresent()) {
                    return ofTag(code.getAsInt());
                }
            } catch (BadImageException e) {
                return AS_STORED;
            }
        }
        return ofXmp(xmp);
    }

    /** As Pillow, without parsing: XML may be a bomb too. */
    static Orientation ofXmp(byte[] xmp) {
        Matcher match = IN_XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
        return match.find() ? ofTag(match.group(1).charAt(0) - '0') : AS_STORED;
    }

    /** @param code as a file has it; as stored where it can't be */
    static Orientation ofTag(int code) {
        return code >= 1 && code <= 8 ? new Orientation(code) : AS_STORED;
    }

    /** Whether width and height change places. */
    boolean swapsSides() {
        return code >= 5;
    }

    /** The upright size of an image stored in {@code size}. */
    Size upright(Size size) {
        return swapsSides() ? new Size(size.height(), size.width()) : size;
    }

    /** Turns numbers upright, one per pixel. */
    int[] apply(int[] numbers, Size size) {
        if (code == 1) {
            return numbers;
        }
        Size upright = upright(size);
        int[] turned = new int[numbers.length];
        int to = 0;
        for (int y = 0; y < upright.height(); y++) {
            for (int x = 0; x < upright.width(); x++) {
                turned[to++] = numbers[source(x, y, size)];
            }
        }
        return turned;
    }

    /**
     * Turns samples upright.
     *
     * @param samples height x width x bands as stored
     * @param size as stored
     * @return height x width x bands of the upright image; the same array where nothing turns
     */
    byte[] apply(byte[] samples, Size size, int bands) {
        if (code == 1) {
            return samples;
        }
        Size upright = upright(size);
        byte[] turned = new byte[samples.length];
        int to = 0;
        for (int y = 0; y < upright.height(); y++) {
            for (int x = 0; x < upright.width(); x++) {
                int from = bands * source(x, y, size);
                for (int band = 0; band < bands; band++) {
                    turned[to++] = samples[from + band];
                }
            }
        }
        return turned;
    }

    /** The stored pixel that is at a place of the upright image. */
    private int source(int x, int y, Size stored) {
        int width = stored.width();
        int height = stored.height();
        return switch (code) {
            case 2 -> y * width + width - 1 - x;
            case 3 -> (height - 1 - y) * width + width - 1 - x;
            case 4 -> (height - 1 - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (height - 1 - x) * width + y;
            case 7 -> (height - 1 - x) * width + width - 1 - y;
            case 8 -> x * width + width - 1 - y;
            default -> y * width + x;
        };
    }
}
