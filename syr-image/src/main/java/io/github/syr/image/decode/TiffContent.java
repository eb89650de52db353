package io.github.syr.image.decode;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.github.syr.image.Size;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The first image of a TIFF file: what it says of itself is read here, its pixels by TwelveMonkeys. */
final class TiffContent implements ImageContent {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int SAMPLES = 277;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int PREMULTIPLIED = 1;
    private static final int ALPHA = 2;
    private static final int XMP = 700;

    /** As Pillow: colours, alpha and what else there is; memory is allocated by their number. */
    private static final int MOST_SAMPLES = 6;

    private static final int BLACK_IS_ZERO = 1;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int JPEG = 7;

    /** None, CCITT's three, LZW, JPEG, Deflate, PackBits, Deflate's old number. */
    private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, JPEG, 8, 32773, 32946);

    private static final Map<Integer, String> OTHER_COMPRESSIONS = Map.of(
            6,
            "old-style JPEG",
            34712,
            "JPEG 2000",
            34925,
            "LZMA",
            50000,
            "Zstandard",
            50001,
            "WebP",
            50002,
            "JPEG XL",
            34661,
            "JBIG",
            34676,
            "SGI Log",
            33003,
            "JPEG 2000");

    /** White is zero, black is zero, RGB, palette, CMYK, YCbCr. */
    private static final Set<Integer> PHOTOMETRICS = Set.of(0, 1, 2, PALETTE, CMYK, 6);

    private static final Map<Integer, String> OTHER_PHOTOMETRICS = Map.of(
            4,
            "a transparency mask",
            8,
            "CIE L*a*b*",
            9,
            "ICC L*a*b*",
            10,
            "ITU L*a*b*",
            32803,
            "the raw mosaic of a camera",
            34892,
            "raw data of a camera");

    private final byte[] bytes;
    private final TiffDirectory directory;

    TiffContent(byte[] bytes) throws BadImageException {
        this.bytes = bytes;
        this.directory = new TiffDirectory(bytes);
    }

    @Override
    public Size size() throws BadImageException {
        int width = directory.number(WIDTH).orElse(0);
        int height = directory.number(HEIGHT).orElse(0);
        return ImageContent.size(ImageFormat.TIFF, "directory", width, height);
    }

    @Override
    public Orientation orientation() {
        // as Pillow: XMP counts where the tag is missing
        OptionalInt code = directory.orientation();
        return code.isPresent() ? Orientation.ofTag(code.getAsInt()) : Orientation.ofXmp(directory.bytes(XMP));
    }

    @Override
    public boolean hasMore() {
        return directory.hasNext();
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        directory.requireWhole();
        requireKnown();
        new TiffParts(bytes, directory, size()).require();
        return ImageIoReader.read(new TIFFImageReaderSpi(), bytes, ImageFormat.TIFF, reader -> {
            boolean isInk = directory.number(PHOTOMETRIC).orElse(1) == CMYK;
            int extra = directory.number(EXTRA_SAMPLES).orElse(0);
            return SampleConversion.of(
                    reader.read(0),
                    ImageFormat.TIFF,
                    isInk,
                    extra == PREMULTIPLIED || extra == ALPHA,
                    extra == PREMULTIPLIED);
        });
    }

    @Override
    public Optional<StoredNumbers> numbers() throws BadImageException {
        int photometric = directory.number(PHOTOMETRIC).orElse(1);
        boolean isIndex = photometric == PALETTE;
        boolean isGrey16 = photometric == BLACK_IS_ZERO
                && directory.number(BITS).orElse(1) == 16
                && directory.number(SAMPLES).orElse(1) == 1;
        if (!isIndex && !isGrey16) {
            return Optional.empty();
        }
        directory.requireWhole();
        requireKnown();
        new TiffParts(bytes, directory, size()).require();
        return Optional.of(ImageIoReader.read(
                new TIFFImageReaderSpi(),
                bytes,
                ImageFormat.TIFF,
                reader -> StoredNumbers.of(reader.read(0).getRaster(), isIndex)));
    }

    /** Names what isn't read, rather than leave it to a guess. */
    private void requireKnown() throws BadImageException {
        int compression = directory.number(COMPRESSION).orElse(1);
        if (!COMPRESSIONS.contains(compression)) {
            String name = OTHER_COMPRESSIONS.getOrDefault(compression, "a method");
            throw BadImageException.unsupported(
                    "TIFF", "is compressed by " + name + " (" + compression + "), which isn't read");
        }
        int photometric = directory.number(PHOTOMETRIC).orElse(1);
        if (!PHOTOMETRICS.contains(photometric)) {
            String name = OTHER_PHOTOMETRICS.getOrDefault(photometric, "colours of a kind");
            throw BadImageException.unsupported(
                    "TIFF",
                    "holds " + name + " (" + photometric + "), and grey, RGB, YCbCr, CMYK or a palette are read");
        }
        int samples = directory.number(SAMPLES).orElse(1);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw BadImageException.unsupported(
                    "TIFF", "has " + samples + " samples per pixel, and 1 to " + MOST_SAMPLES + " are read");
        } else if (photometric == PALETTE && samples != 1) {
            throw BadImageException.unsupported(
                    "TIFF", "has a palette and " + samples + " samples per pixel, and 1 is read");
        }
        for (long format : directory.numbers(SAMPLE_FORMAT)) {
            if (format != 1 && format != 4) {
                throw BadImageException.unsupported(
                        "TIFF",
                        "has samples that are " + (format == 2 ? "signed" : format == 3 ? "real" : "complex")
                                + " numbers, and unsigned whole ones are read");
            }
        }
        for (long bits : directory.numbers(BITS)) {
            if (bits < 1 || bits > 16) {
                throw BadImageException.unsupported("TIFF", "has samples of " + bits + " bits, and 1 to 16 are read");
            }
        }
    }
}
