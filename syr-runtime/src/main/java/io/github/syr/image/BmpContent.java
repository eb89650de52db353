package io.github.syr.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** A BMP file: Windows' and OS/2's headers; 1, 4, 8, 16, 24 and 32 bits; run lengths; bit fields. */
final class BmpContent implements ImageContent {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int V3_HEADER = 56;
    private static final Set<Integer> HEADERS = Set.of(CORE_HEADER, INFO_HEADER, 52, V3_HEADER, 64, 108, 124);

    private static final int RAW = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;

    private static final int END_OF_LINE = 0;
    private static final int END_OF_BITMAP = 1;
    private static final int DELTA = 2;

    private final ByteBuffer in;
    private final int width;
    private final int height;
    private final boolean isTopDown;
    private final int bits;
    private final int compression;
    private final byte[] palette;
    private final int[] masks;
    private final long pixelsAt;

    BmpContent(byte[] bytes) throws BadImageException {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        require(FILE_HEADER + 4, "its header");
        int header = in.getInt(FILE_HEADER);
        if (!HEADERS.contains(header)) {
            throw BadImageException.unsupported("BMP", "has a header of " + Integer.toUnsignedString(header)
                    + " bytes, and 12, 40, 52, 56, 64, 108 or 124 are read");
        }
        require((long) FILE_HEADER + header, "its header");
        boolean isCore = header == CORE_HEADER;
        width = isCore ? word(18) : in.getInt(18);
        int signedHeight = isCore ? word(20) : in.getInt(22);
        isTopDown = signedHeight < 0;
        height = Math.abs(signedHeight);
        bits = word(isCore ? 24 : 28);
        compression = isCore ? RAW : in.getInt(30);
        requireKnown();
        int end = FILE_HEADER + header;
        masks = masks(header);
        if (compression == BIT_FIELDS && header == INFO_HEADER) {
            end += 12;
        }
        int entry = isCore ? 3 : 4;
        long colours = isCore ? 0 : Integer.toUnsignedLong(in.getInt(46));
        palette = bits > 8 ? new byte[0] : palette(end, entry, (int) Math.min(256, colours == 0 ? 1 << bits : colours));
        long named = Integer.toUnsignedLong(in.getInt(10));
        // as Pillow: some writers forget the palette when they say where the pixels begin
        pixelsAt = bits <= 8 && named == FILE_HEADER + header ? named + palette.length / 3 * entry : named;
    }

    @Override
    public ResizedSize size() throws BadImageException {
        if (width < 1 || height < 1) {
            throw BadImageException.damaged("BMP", "its header says " + width + " x " + height + " pixels");
        }
        return new ResizedSize(width, height);
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        if (compression == RLE8 || compression == RLE4) {
            return new DecodedImage(Samples.indexed(width, height, runs(), palette), DecodedImage.OPAQUE);
        }
        long stride = ((long) width * bits + 31) / 32 * 4;
        // the last row may lack its padding
        require(pixelsAt + stride * (height - 1) + ((long) width * bits + 7) / 8, "its pixels");
        if (bits <= 8) {
            return new DecodedImage(Samples.indexed(width, height, indices(stride), palette), DecodedImage.OPAQUE);
        }
        byte[] rgb = new byte[3 * width * height];
        byte[] alpha = masks[3] == 0 ? DecodedImage.OPAQUE : new byte[width * height];
        for (int y = 0; y < height; y++) {
            int from = (int) (pixelsAt + stride * row(y));
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int pixel = pixel(from, x);
                for (int band = 0; band < 3; band++) {
                    rgb[3 * at + band] = (byte) field(pixel, masks[band]);
                }
                if (alpha.length != 0) {
                    alpha[at] = (byte) field(pixel, masks[3]);
                }
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), alpha);
    }

    // --- header ---

    private void requireKnown() throws BadImageException {
        if (compression == 4 || compression == 5) {
            throw BadImageException.unsupported("BMP", "is a " + (compression == 4 ? "JPEG" : "PNG") + " in a BMP's clothing (compression "
                    + compression + "), which isn't read");
        } else if (compression < RAW || compression > BIT_FIELDS) {
            throw BadImageException.unsupported("BMP", "is compressed by a method (" + Integer.toUnsignedString(compression) + ") that isn't read");
        }
        Set<Integer> depths = switch (compression) {
            case RLE8 -> Set.of(8);
            case RLE4 -> Set.of(4);
            case BIT_FIELDS -> Set.of(16, 24, 32);
            default -> Set.of(1, 4, 8, 16, 24, 32);
        };
        if (!depths.contains(bits)) {
            throw BadImageException.unsupported("BMP", "has " + bits + " bits a pixel with compression " + compression + ", which isn't read");
        }
    }

    /** Which bits of a pixel are red, green, blue and alpha; 0 where there is no alpha. */
    private int[] masks(int header) throws BadImageException {
        if (compression != BIT_FIELDS) {
            return bits == 16 ? new int[] {0x7C00, 0x3E0, 0x1F, 0} : new int[] {0xFF0000, 0xFF00, 0xFF, 0};
        }
        // the masks stand at the same place, whether they belong to the header or follow it
        require(FILE_HEADER + INFO_HEADER + 16, "its header");
        int[] read = new int[4];
        for (int i = 0; i < 4; i++) {
            read[i] = i == 3 && header < V3_HEADER ? 0 : in.getInt(FILE_HEADER + INFO_HEADER + 4 * i);
        }
        return (read[0] | read[1] | read[2] | read[3]) == 0 ? new int[] {0xFF0000, 0xFF00, 0xFF, 0xFF000000} : read;
    }

    private byte[] palette(int from, int entry, int colours) throws BadImageException {
        require(from + (long) entry * colours, "its palette");
        byte[] rgb = new byte[3 * colours];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = in.get(from + i / 3 * entry + 2 - i % 3);
        }
        return rgb;
    }

    // --- pixels ---

    private int row(int y) {
        return isTopDown ? y : height - 1 - y;
    }

    private int pixel(int from, int x) {
        return switch (bits) {
            case 16 -> word(from + 2 * x);
            case 24 -> word(from + 3 * x) | (in.get(from + 3 * x + 2) & 0xFF) << 16;
            default -> in.getInt(from + 4 * x);
        };
    }

    /** As Pillow: cut off, not rounded. */
    private static int field(int pixel, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        long greatest = Integer.toUnsignedLong(mask) >>> shift;
        return greatest == 0 ? 0 : (int) ((Integer.toUnsignedLong(pixel & mask) >>> shift) * 255 / greatest);
    }

    private byte[] indices(long stride) {
        byte[] indices = new byte[width * height];
        for (int y = 0; y < height; y++) {
            int from = (int) (pixelsAt + stride * row(y));
            for (int x = 0; x < width; x++) {
                int inByte = bits * x & 7;
                indices[y * width + x] = (byte) ((in.get(from + (int) ((long) bits * x >> 3)) & 0xFF) >> 8 - bits - inByte & (1 << bits) - 1);
            }
        }
        return indices;
    }

    /**
     * Run lengths; what they skip is colour 0, what they have too much in a row is dropped. They have to come to the last row's
     * end: a picture isn't read by half.
     */
    private byte[] runs() throws BadImageException {
        byte[] indices = new byte[width * height];
        long at = pixelsAt;
        int x = 0;
        int y = 0;
        while (y < height && (y < height - 1 || x < width)) {
            require(at + 2, "its pixels");
            int count = in.get((int) at) & 0xFF;
            int value = in.get((int) at + 1) & 0xFF;
            at += 2;
            if (count > 0) {
                for (int i = 0; i < count; i++) {
                    set(indices, x + i, y, value, i);
                }
                x = Math.min(width, x + count);
            } else if (value == END_OF_LINE) {
                x = 0;
                y++;
            } else if (value == END_OF_BITMAP) {
                throw BadImageException.damaged("BMP", "its run lengths end after " + ((long) y * width + x) + " of " + indices.length + " pixels");
            } else if (value == DELTA) {
                require(at + 2, "its pixels");
                x = Math.min(width, x + (in.get((int) at) & 0xFF));
                y += in.get((int) at + 1) & 0xFF;
                at += 2;
            } else {
                int length = compression == RLE8 ? value : (value + 1) / 2;
                require(at + length, "its pixels");
                for (int i = 0; i < value; i++) {
                    set(indices, x + i, y, in.get((int) at + (compression == RLE8 ? i : i / 2)) & 0xFF, i);
                }
                x = Math.min(width, x + value);
                at += length + (length & 1);
            }
        }
        return indices;
    }

    /** A pixel of a run: of a byte, or the higher and the lower half by turns. */
    private void set(byte[] indices, int x, int y, int value, int turn) {
        if (x < width) {
            indices[row(y) * width + x] = (byte) (compression == RLE8 ? value : turn % 2 == 0 ? value >> 4 : value & 15);
        }
    }

    private int word(int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    private void require(long end, String what) throws BadImageException {
        if (end > in.limit()) {
            throw BadImageException.truncated("BMP", "within " + what + ", after " + in.limit() + " bytes");
        }
    }
}
