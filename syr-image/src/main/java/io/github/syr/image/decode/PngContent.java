package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG file.
 *
 * <p>Its chunks are walked here, with their check sums, to the end. The JDK's reader gets those that make the picture,
 * and turns them into samples; profiles, texts and clocks, over which it has stumbled more than once, don't reach it.
 * Palette and transparency are applied here. Of an animation, it is the still picture.
 */
final class PngContent implements ImageContent {

    private static final int SIGNATURE = 8;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGBA = 6;
    /** A file has one; each of thousands would be unpacked in vain. */
    private static final int MOST_PROFILES = 8;

    private static final Set<String> PICTURE = Set.of("IHDR", "PLTE", "IDAT", "IEND");

    private final byte[] bytes;
    private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
    private byte[] palette = {};
    private byte[] transparency = {};
    private boolean isAnimated;
    private byte[] exif = {};
    private Optional<PngText> xmp = Optional.empty();
    private int profiles;
    private int width;
    private int height;
    private int depth;
    private int colourType;

    /**
     * Reads the structure, from the header to the last chunk.
     *
     * @throws BadImageException if it ends before that, or a check sum is wrong
     */
    PngContent(byte[] bytes) throws BadImageException {
        this.bytes = bytes;
        picture.write(bytes, 0, SIGNATURE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int at = SIGNATURE;
        String type = "";
        while (!type.equals("IEND")) {
            int room = bytes.length - at - 12;
            if (room < 0 || in.getInt(at) > room) {
                throw BadImageException.truncated(
                        "PNG", type.isEmpty() ? "within its header" : "after the " + type + " chunk before byte " + at);
            }
            int length = in.getInt(at);
            String previous = type;
            type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0 || previous.isEmpty() != type.equals("IHDR")) {
                throw BadImageException.damaged("PNG", "there is no valid chunk at byte " + at);
            }
            chunk(type, at, length);
            at += 12 + length;
        }
    }

    @Override
    public Size size() throws BadImageException {
        return ImageContent.size(ImageFormat.PNG, "header", width, height);
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(exif, xmp.map(PngText::content).orElse(new byte[0]));
    }

    @Override
    public boolean hasMore() {
        return isAnimated;
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        size();
        Raster raster = samples();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[3 * width * height];
        byte[] alpha = isOpaque() ? DecodedImage.OPAQUE : new byte[width * height];
        int[] row = new int[bands * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                colour(row, x * bands, rgb, 3 * at);
                if (alpha.length != 0) {
                    alpha[at] = (byte) alpha(row, x * bands);
                }
            }
        }
        return new DecodedImage(new RgbImage(width, height, rgb), alpha);
    }

    @Override
    public Optional<StoredNumbers> numbers() throws BadImageException {
        boolean isIndex = colourType == PALETTE;
        return isIndex || colourType == GREY && depth == 16
                ? Optional.of(StoredNumbers.of(samples(), isIndex))
                : Optional.empty();
    }

    // --- structure ---

    private void chunk(String type, int at, int length) throws BadImageException {
        boolean isPicture = PICTURE.contains(type);
        if (isPicture || type.equals("tRNS")) {
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, length + 4);
            if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(at + 8 + length)) {
                throw BadImageException.damaged(
                        "PNG", "the check sum of its " + type + " chunk at byte " + at + " is wrong");
            }
        }
        if (isPicture) {
            picture.write(bytes, at, length + 12);
        }
        ByteBuffer content = ByteBuffer.wrap(bytes, at + 8, length).slice();
        switch (type) {
            case "IHDR" -> header(content);
            case "PLTE" -> palette = array(content);
            case "tRNS" -> transparency = array(content);
            case "acTL" -> isAnimated = true;
            case "eXIf" -> exif = array(content);
            case "iTXt", "zTXt", "tEXt" -> text(type, array(content));
            default -> {}
        }
    }

    /** Texts that can hold the orientation: XMP, and EXIF as ImageMagick writes it. */
    private void text(String type, byte[] content) {
        Optional<PngText> text = PngText.of(type, content);
        if (text.isPresent() && text.get().keyword().equals("XML:com.adobe.xmp")) {
            xmp = text;
        } else if (text.isPresent()
                && text.get().keyword().equals("Raw profile type exif")
                && exif.length == 0
                && profiles++ < MOST_PROFILES) {
            exif = text.get().unhexed();
        }
    }

    private void header(ByteBuffer content) throws BadImageException {
        if (content.remaining() != 13) {
            throw BadImageException.damaged("PNG", "its header has " + content.remaining() + " bytes; 13 are expected");
        }
        width = content.getInt();
        height = content.getInt();
        depth = content.get();
        colourType = content.get();
        if (!Set.of(1, 2, 4, 8, 16).contains(depth)
                || !Set.of(GREY, RGB, PALETTE, GREY_ALPHA, RGBA).contains(colourType)) {
            throw BadImageException.damaged(
                    "PNG", "its header says colour type " + colourType + " with " + depth + " bits");
        }
    }

    private static byte[] array(ByteBuffer content) {
        byte[] array = new byte[content.remaining()];
        content.get(array);
        return array;
    }

    // --- samples ---

    private Raster samples() throws BadImageException {
        return ImageIoReader.jdk(
                ImageFormat.PNG, picture.toByteArray(), reader -> reader.read(0).getRaster());
    }

    private void colour(int[] row, int from, byte[] rgb, int to) {
        for (int band = 0; band < 3; band++) {
            rgb[to + band] = switch (colourType) {
                case PALETTE -> 3 * row[from] + band < palette.length ? palette[3 * row[from] + band] : 0;
                case RGB, RGBA -> (byte) SampleConversion.toByte(row[from + band], depth);
                default -> (byte) SampleConversion.toByte(row[from], depth);
            };
        }
    }

    private boolean isOpaque() {
        return colourType != GREY_ALPHA && colourType != RGBA && transparency.length == 0;
    }

    private int alpha(int[] row, int from) {
        return switch (colourType) {
            case GREY_ALPHA -> SampleConversion.toByte(row[from + 1], depth);
            case RGBA -> SampleConversion.toByte(row[from + 3], depth);
            case PALETTE -> row[from] < transparency.length ? transparency[row[from]] & 0xFF : 255;
            case RGB -> isKey(row, from, 3) ? 0 : 255;
            default -> isKey(row, from, 1) ? 0 : 255;
        };
    }

    /** Whether a pixel is the one that tRNS names transparent, 16 bits per sample whatever the depth. */
    private boolean isKey(int[] row, int from, int bands) {
        for (int band = 0; band < bands; band++) {
            if (transparency.length < 2 * bands
                    || row[from + band] != ((transparency[2 * band] & 0xFF) << 8 | transparency[2 * band + 1] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
