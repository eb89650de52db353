package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * A JPEG file.
 *
 * <p>The JDK's codec (libjpeg, the arithmetic Pillow's has) decodes samples; what they mean is decided here by
 * libjpeg's rules. The codec therefore gets the picture without application segments: a colour profile can't shift the
 * colours, a broken one can't fail the image, and the JDK's guesses about colour spaces don't come in.
 */
final class JpegContent implements ImageContent {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int FIRST_APP = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int LAST_APP = 0xEF;
    private static final int COMMENT = 0xFE;
    /** A tenth of them is usual. Each can be of a few bytes, and costs a pass over all pixels. */
    private static final int MOST_SCANS = 200;

    /** So many are read of an image of any size. */
    private static final int USUAL_SCANS = 20;

    /** Two seconds' work: 20 scans of 100 megapixels. */
    static final long MOST_SCANNED = 2_000_000_000L;

    private static final int PROGRESSIVE = 0xC2;
    private static final int JPEG_LS = 0xF7;
    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    /** What a frame header's marker names, beside baseline (C0), extended (C1) and progressive (C2). */
    private static final Map<Integer, String> OTHER_CODINGS = Map.of(
            0xC3,
            "lossless JPEG",
            0xC9,
            "arithmetic-coded JPEG",
            0xCA,
            "arithmetic-coded progressive JPEG",
            0xCB,
            "arithmetic-coded lossless JPEG",
            JPEG_LS,
            "JPEG-LS");

    private static final int FRACTION_BITS = 16;
    private static final int HALF = 1 << (FRACTION_BITS - 1);

    private final byte[] bytes;
    private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
    private int scans;
    private int width;
    private int height;
    private int[] componentIds = {};
    private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
    private byte[] xmp = {};
    private boolean isJfif;
    private boolean isAdobe;
    private int adobeTransform;

    /**
     * Reads the structure, from the first marker to the last.
     *
     * @throws BadImageException if the end-of-image marker isn't reached
     */
    JpegContent(byte[] bytes) throws BadImageException {
        this.bytes = bytes;
        int at = copy(0, 2);
        while (true) {
            at = nextMarker(at);
            int marker = unsigned(at + 1);
            if (marker == EOI) {
                copy(at, at + 2);
                break;
            }
            at = isBare(marker) ? copy(at, at + 2) : segment(marker, at);
        }
        if (componentIds.length == 0) {
            throw BadImageException.damaged("JPEG", "it has no frame header");
        }
    }

    @Override
    public Size size() throws BadImageException {
        return ImageContent.size(ImageFormat.JPEG, "header", width, height);
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(exif.toByteArray(), xmp);
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        size();
        Raster raster = samples();
        int bands = raster.getNumBands();
        if (bands != componentIds.length || raster.getWidth() != width || raster.getHeight() != height) {
            throw BadImageException.damaged("JPEG", "its frame doesn't match its header");
        }
        byte[] rgb = new byte[3 * width * height];
        byte[] row = new byte[bands * width];
        for (int y = 0; y < height; y++) {
            raster.getDataElements(0, y, width, 1, row);
            int to = 3 * y * width;
            switch (bands) {
                case 1 -> greyRow(row, rgb, to);
                case 3 -> colourRow(row, rgb, to);
                default -> inkRow(row, rgb, to);
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), DecodedImage.OPAQUE);
    }

    // --- structure ---

    private int nextMarker(int from) throws BadImageException {
        int at = from;
        // libjpeg skips stray bytes between segments, and any number of 0xFF may lead up to a marker
        while (at + 1 < bytes.length && !(unsigned(at) == 0xFF && unsigned(at + 1) != 0xFF && unsigned(at + 1) != 0)) {
            at++;
        }
        if (at + 1 >= bytes.length) {
            throw BadImageException.truncated("JPEG", "without its end marker, after " + bytes.length + " bytes");
        }
        return at;
    }

    private static boolean isBare(int marker) {
        return marker == SOI || marker == 0x01 || marker >= 0xD0 && marker <= 0xD7;
    }

    private int segment(int marker, int at) throws BadImageException {
        int content = at + 4;
        int end = content <= bytes.length ? at + 2 + word(at + 2) : content;
        if (end > bytes.length) {
            throw BadImageException.truncated("JPEG", "within a header segment, after " + bytes.length + " bytes");
        }
        if (end < content) {
            throw BadImageException.damaged("JPEG", "a segment at byte " + at + " has no length");
        }
        if (marker >= FIRST_APP && marker <= LAST_APP) {
            application(marker, content, end);
            return end;
        } else if (marker == COMMENT) {
            return end;
        } else if (isFrameHeader(marker) || marker == JPEG_LS) {
            frame(marker, content, end);
        } else if (marker == SOS) {
            scans++;
            if (scans > MOST_SCANS) {
                throw BadImageException.damaged("JPEG", "it has more than " + MOST_SCANS + " scans");
            }
            if (scans > USUAL_SCANS && Sizes.product(scans, Sizes.product(width, height)) > MOST_SCANNED) {
                throw BadImageException.damaged(
                        "JPEG",
                        "its " + width + " x " + height + " pixels have more than " + (scans - 1)
                                + " scans, each a pass over all of them");
            }
            return copy(at, endOfScan(end));
        }
        return copy(at, end);
    }

    private void application(int marker, int from, int to) {
        if (marker == FIRST_APP && startsWith("JFIF\0", from, to)) {
            isJfif = true;
        } else if (marker == APP14 && startsWith("Adobe", from, to) && to - from >= 12) {
            isAdobe = true;
            adobeTransform = unsigned(from + 11);
        } else if (marker == APP1 && startsWith(EXIF, from, to)) {
            // long data go on in a further segment
            exif.write(bytes, from + EXIF.length(), to - from - EXIF.length());
        } else if (marker == APP1 && startsWith(XMP, from, to)) {
            xmp = Arrays.copyOfRange(bytes, from + XMP.length(), to);
        }
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void frame(int marker, int from, int to) throws BadImageException {
        if (marker > PROGRESSIVE) {
            throw BadImageException.unsupported(
                    "JPEG",
                    "is coded as " + OTHER_CODINGS.getOrDefault(marker, "a hierarchy") + " (marker FF "
                            + Integer.toHexString(marker).toUpperCase(Locale.ROOT)
                            + "), and baseline and progressive Huffman are read");
        } else if (componentIds.length > 0) {
            throw BadImageException.damaged("JPEG", "it has two frame headers, the second before byte " + to);
        }
        if (to - from < 6 || to - from < 6 + 3 * unsigned(from + 5)) {
            throw BadImageException.damaged("JPEG", "its frame header is cut short");
        }
        if (unsigned(from) != 8) {
            throw BadImageException.unsupported("JPEG", "has " + unsigned(from) + " bits per sample, and 8 are read");
        }
        height = word(from + 1);
        width = word(from + 3);
        componentIds = new int[unsigned(from + 5)];
        if (componentIds.length != 1 && componentIds.length != 3 && componentIds.length != 4) {
            throw BadImageException.unsupported(
                    "JPEG", "has " + componentIds.length + " colour components, and 1, 3 or 4 are read");
        }
        for (int i = 0; i < componentIds.length; i++) {
            componentIds[i] = unsigned(from + 6 + 3 * i);
        }
    }

    /** Where the coded data end: at the first marker that is neither a stuffed zero nor a restart. */
    private int endOfScan(int from) throws BadImageException {
        int at = from;
        while (true) {
            at = nextMarker(at);
            int marker = unsigned(at + 1);
            if (marker < 0xD0 || marker > 0xD7) {
                return at;
            }
            at += 2;
        }
    }

    private int copy(int from, int to) {
        picture.write(bytes, from, to - from);
        return to;
    }

    private boolean startsWith(String text, int from, int to) {
        return to - from >= text.length()
                && text.equals(new String(bytes, from, text.length(), StandardCharsets.ISO_8859_1));
    }

    private int unsigned(int at) {
        return bytes[at] & 0xFF;
    }

    private int word(int at) {
        return unsigned(at) << 8 | unsigned(at + 1);
    }

    /**
     * Looks into a JPEG stream that is a part of another format's picture, whose reader lets much pass.
     *
     * @throws BadImageException if its frame is larger than the part
     */
    void requireWithin(int partWidth, int partHeight) throws BadImageException {
        // codecs write whole blocks, of up to 32 pixels
        if (width > partWidth + 32 || height > partHeight + 32) {
            throw BadImageException.damaged(
                    "TIFF",
                    "it holds a JPEG stream of " + width + " x " + height + " pixels where " + partWidth + " x "
                            + partHeight + " belong");
        }
    }

    /** How many passes over the pixels it is. */
    int scans() {
        return scans;
    }

    // --- samples ---

    /** @throws BadImageException if they aren't whole */
    Raster samples() throws BadImageException {
        return ImageIoReader.jdk(ImageFormat.JPEG, picture.toByteArray(), reader -> reader.readRaster(0, null));
    }

    private static void greyRow(byte[] row, byte[] rgb, int from) {
        int to = from;
        for (byte grey : row) {
            rgb[to++] = grey;
            rgb[to++] = grey;
            rgb[to++] = grey;
        }
    }

    private void colourRow(byte[] row, byte[] rgb, int from) {
        if (isRgb()) {
            System.arraycopy(row, 0, rgb, from, row.length);
            return;
        }
        for (int i = 0; i < row.length; i += 3) {
            yccToRgb(row, i, rgb, from + i);
        }
    }

    /** Whether three components are red, green and blue; libjpeg's jdapimin.c, {@code default_decompress_parms}. */
    private boolean isRgb() {
        if (isJfif) {
            return false;
        } else if (isAdobe) {
            return adobeTransform == 0;
        }
        return componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
    }

    /**
     * Four components: Pillow takes every CMYK JPEG for one of Adobe's, whose samples say how much ink is missing. YCCK
     * is turned to CMYK first (libjpeg's {@code ycck_cmyk_convert}: the complement of RGB), so inverting it gives RGB
     * as ink.
     */
    private void inkRow(byte[] row, byte[] rgb, int from) {
        // libjpeg takes a transform that it doesn't know for YCCK
        boolean isYcck = isAdobe && adobeTransform != 0;
        int to = from;
        for (int i = 0; i < row.length; i += 4) {
            if (isYcck) {
                yccToRgb(row, i, row, i);
            } else {
                row[i] = (byte) ~row[i];
                row[i + 1] = (byte) ~row[i + 1];
                row[i + 2] = (byte) ~row[i + 2];
            }
            Cmyk.toRgb(row[i] & 0xFF, row[i + 1] & 0xFF, row[i + 2] & 0xFF, 255 - (row[i + 3] & 0xFF), rgb, to);
            to += 3;
        }
    }

    /** libjpeg's fixed-point conversion (jdcolor.c), bit for bit. */
    private static void yccToRgb(byte[] ycc, int from, byte[] rgb, int to) {
        int y = ycc[from] & 0xFF;
        int cb = (ycc[from + 1] & 0xFF) - 128;
        int cr = (ycc[from + 2] & 0xFF) - 128;
        int red = y + (fixed(1.40200) * cr + HALF >> FRACTION_BITS);
        int green = y + (-fixed(0.34414) * cb + HALF - fixed(0.71414) * cr >> FRACTION_BITS);
        int blue = y + (fixed(1.77200) * cb + HALF >> FRACTION_BITS);
        rgb[to] = clip8(red);
        rgb[to + 1] = clip8(green);
        rgb[to + 2] = clip8(blue);
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << FRACTION_BITS) + 0.5);
    }

    private static byte clip8(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
