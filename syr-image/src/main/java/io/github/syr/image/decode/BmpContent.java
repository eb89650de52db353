package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A BMP file: Windows' and OS/2's headers; 1, 4, 8, 16, 24 and 32 bits; run lengths; bit fields. The header and the
 * bounds of the pixels are checked here; the JDK's reader, which fills what is missing with black, takes the samples.
 */
final class BmpContent implements ImageContent {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int V3_HEADER = 56;
    private static final int V4_HEADER = 108;
    private static final Set<Integer> HEADERS = Set.of(CORE_HEADER, INFO_HEADER, 52, V3_HEADER, 64, V4_HEADER, 124);
    /** The colour space that means no conversion: "sRGB". */
    private static final int SRGB = 0x73524742;

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
            throw BadImageException.unsupported(
                    "BMP",
                    "has a header of " + Integer.toUnsignedString(header)
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
    public Size size() throws BadImageException {
        return ImageContent.size(ImageFormat.BMP, "header", width, height);
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        if (compression == RLE8 || compression == RLE4) {
            requireRuns();
        } else {
            // the last row may lack its padding
            require(
                    Sizes.sum(
                            pixelsAt,
                            Sizes.sum(Sizes.product(stride(), height - 1), (Sizes.product(width, bits) + 7) / 8)),
                    "its pixels");
        }
        BufferedImage image = ImageIoReader.jdk(ImageFormat.BMP, canonical(), reader -> reader.read(0));
        return bits == 16
                ? packed(image.getRaster())
                : SampleConversion.of(image, ImageFormat.BMP, false, masks[3] != 0, false);
    }

    // --- header ---

    private void requireKnown() throws BadImageException {
        if (compression == 4 || compression == 5) {
            throw BadImageException.unsupported(
                    "BMP",
                    "is a " + (compression == 4 ? "JPEG" : "PNG") + " inside a BMP file (compression " + compression
                            + "), which isn't read");
        } else if (compression < RAW || compression > BIT_FIELDS) {
            throw BadImageException.unsupported(
                    "BMP", "is compressed by a method (" + Integer.toUnsignedString(compression) + ") that isn't read");
        }
        Set<Integer> depths = switch (compression) {
            case RLE8 -> Set.of(8);
            case RLE4 -> Set.of(4);
            case BIT_FIELDS -> Set.of(16, 24, 32);
            default -> Set.of(1, 4, 8, 16, 24, 32);
        };
        if (!depths.contains(bits)) {
            throw BadImageException.unsupported(
                    "BMP", "has " + bits + " bits per pixel with compression " + compression + ", which isn't read");
        }
    }

    /** Each colour has bits, side by side, and no bit is two colours'. */
    private static void requireApart(int[] masks) throws BadImageException {
        int all = 0;
        for (int i = 0; i < masks.length; i++) {
            int shifted = masks[i] == 0 ? 0 : masks[i] >>> Integer.numberOfTrailingZeros(masks[i]);
            boolean isMissing = masks[i] == 0 && i < 3;
            if (isMissing || (shifted & (shifted + 1)) != 0 || (all & masks[i]) != 0) {
                throw BadImageException.unsupported(
                        "BMP",
                        "has bit fields that are not red, green and blue apart from one another: "
                                + IntStream.of(masks)
                                        .mapToObj(mask -> String.format(Locale.ROOT, "%08x", mask))
                                        .collect(Collectors.joining(", ")));
            }
            all |= masks[i];
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
        if ((read[0] | read[1] | read[2] | read[3]) == 0) {
            return new int[] {0xFF0000, 0xFF00, 0xFF, 0xFF000000};
        }
        if (bits == 24 && (read[0] != 0xFF0000 || read[1] != 0xFF00 || read[2] != 0xFF)) {
            throw BadImageException.unsupported(
                    "BMP", "has bit fields of 24 bits that aren't blue, green and red bytes");
        }
        requireApart(read);
        return read;
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

    private long stride() {
        return (Sizes.product(width, bits) + 31) / 32 * 4;
    }

    /**
     * The same picture with a header of version 4: the JDK's reader knows fewer headers than there are, and places
     * palette and pixels of some files elsewhere than Pillow.
     */
    private byte[] canonical() throws BadImageException {
        int colours = palette.length / 3;
        int begin = FILE_HEADER + V4_HEADER + 4 * colours;
        int from = (int) Math.min(pixelsAt, in.limit());
        // the padding of the last row is read, and may be missing
        long length = Math.max(
                in.limit() - from, compression == RLE8 || compression == RLE4 ? 0 : Sizes.product(stride(), height));
        if (length > Integer.MAX_VALUE - 64 - begin) {
            throw BadImageException.unsupported("BMP", "has " + length + " bytes of pixels, more than are read");
        }
        ByteBuffer out = ByteBuffer.allocate((int) (begin + length)).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(begin);
        out.putInt(V4_HEADER)
                .putInt(width)
                .putInt(isTopDown ? -height : height)
                .putShort((short) 1)
                .putShort((short) bits);
        out.putInt(bits == 24 ? RAW : bits > 8 ? BIT_FIELDS : compression);
        out.putInt((int) length).putInt(0).putInt(0).putInt(colours).putInt(0);
        for (int mask : masks) {
            out.putInt(mask);
        }
        out.putInt(SRGB).position(FILE_HEADER + V4_HEADER);
        for (int i = 0; i < colours; i++) {
            out.put(palette[3 * i + 2])
                    .put(palette[3 * i + 1])
                    .put(palette[3 * i])
                    .put((byte) 0);
        }
        out.put(in.array(), from, (int) Math.min(length, in.limit() - from));
        return out.array();
    }

    /** SampleConversion of fewer than 8 bits as Pillow widens them: cut off, not rounded. */
    private DecodedImage packed(Raster raster) {
        byte[] rgb = new byte[3 * width * height];
        byte[] alpha = masks[3] == 0 ? DecodedImage.OPAQUE : new byte[width * height];
        int[] greatest = Arrays.stream(masks)
                .map(mask -> (1 << Integer.bitCount(mask)) - 1)
                .toArray();
        int[] row = new int[raster.getNumBands() * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i++) {
                int at = y * width + i / raster.getNumBands();
                int band = i % raster.getNumBands();
                byte sample = (byte) (greatest[band] == 0 ? 0 : row[i] * 255 / greatest[band]);
                if (band < 3) {
                    rgb[3 * at + band] = sample;
                } else {
                    alpha[at] = sample;
                }
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), alpha);
    }

    /** Run lengths have to come to the last row's end, within the file: an image is not read by half. */
    private void requireRuns() throws BadImageException {
        long at = pixelsAt;
        int x = 0;
        int y = 0;
        while (y < height && (y < height - 1 || x < width)) {
            require(at + 2, "its pixels");
            int count = in.get((int) at) & 0xFF;
            int value = in.get((int) at + 1) & 0xFF;
            at += 2;
            if (count > 0) {
                x = Math.min(width, x + count);
            } else if (value == END_OF_LINE) {
                x = 0;
                y++;
            } else if (value == END_OF_BITMAP) {
                throw BadImageException.damaged(
                        "BMP",
                        "its run lengths end after " + ((long) y * width + x) + " of " + (long) width * height
                                + " pixels");
            } else if (value == DELTA) {
                require(at + 2, "its pixels");
                x = Math.min(width, x + (in.get((int) at) & 0xFF));
                y += in.get((int) at + 1) & 0xFF;
                at += 2;
            } else {
                int length = compression == RLE8 ? value : (value + 1) / 2;
                require(at + length, "its pixels");
                x = Math.min(width, x + value);
                at += length + (length & 1);
            }
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
