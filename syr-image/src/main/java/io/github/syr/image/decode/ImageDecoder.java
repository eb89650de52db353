package io.github.syr.image.decode;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.GreyImage;
import io.github.syr.image.MaskSamples;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads image files as Pillow's {@code ImageOps.exif_transpose(image).convert("RGB")} does, which is how the reference
 * reads them: upright by EXIF, alpha dropped, palettes expanded, grey replicated, CMYK by Pillow's formula, colour
 * profiles not applied. SampleConversion of 16 bits are divided by 257 and rounded (Pillow cuts colours off and clips
 * greys at 255).
 *
 * <p>JPEG, PNG, TIFF, BMP and WebP are read; of an animation the first frame, of pages the first, and the log says so.
 * The content decides, not the name. Truncated and damaged files are refused, never half read. No temporary files are
 * written, and it works in any class loader. Peak memory is the file, 3 bytes per pixel for the result, and up to 8
 * bytes per pixel in between.
 *
 * <p>All methods throw {@link SyrException} of kind BAD_DATA for a file that is missing, empty, truncated, damaged, too
 * large or no image, and of kind OUT_OF_MEMORY where the memory of the JVM isn't enough for one within the limit.
 */
public final class ImageDecoder {

    /** Images above this are refused unless said otherwise: 100 megapixels. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000L;

    /** The system property that sets another limit, in megapixels. */
    public static final String LIMIT_PROPERTY = "syr.maxMegapixels";

    private static final System.Logger LOG = System.getLogger("io.github.syr");

    private static final long MEGAPIXEL = 1_000_000L;

    /** Three bands of an image have to fit one array. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 3 - 16;

    private final long maxPixels;

    /**
     * With the limit that the system property {@value #LIMIT_PROPERTY} sets, else of {@link #DEFAULT_MAX_PIXELS}.
     *
     * @throws SyrException of kind BAD_REQUEST if the property isn't a number above 0
     */
    public ImageDecoder() {
        this(configuredMaxPixels());
    }

    /**
     * @param maxPixels width x height above which an image is refused, by its header, before memory is allocated: a
     *     small file can claim to be huge
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("a bound of " + maxPixels + " pixels lets no image through");
        }
        this.maxPixels = Math.min(maxPixels, MOST_PIXELS);
    }

    /**
     * The limit that the system property {@value #LIMIT_PROPERTY} sets, else {@link #DEFAULT_MAX_PIXELS}.
     *
     * @throws SyrException of kind BAD_REQUEST if the property isn't a number above 0
     */
    public static long configuredMaxPixels() {
        String megapixels = System.getProperty(LIMIT_PROPERTY);
        if (megapixels == null) {
            return DEFAULT_MAX_PIXELS;
        }
        try {
            double pixels = Double.parseDouble(megapixels) * MEGAPIXEL;
            if (pixels >= 1) {
                return (long) pixels;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers that aren't above 0
        }
        throw SyrException.badRequest(
                LIMIT_PROPERTY + " is \"" + megapixels + "\"; a number of megapixels above 0 is expected.",
                "Set -D" + LIMIT_PROPERTY + "=100 or another number, or leave it out.");
    }

    private static String megapixels(long pixels) {
        return BigDecimal.valueOf(pixels, 6).stripTrailingZeros().toPlainString();
    }

    /** The upright image in colour. */
    public RgbImage rgb(Path file) {
        return decode(ImageSource.of(file)).rgb();
    }

    /** The upright image of a file's content in colour. */
    public RgbImage rgb(byte[] content) {
        return decode(ImageSource.of(content)).rgb();
    }

    /**
     * The upright image of a file's content in colour, as an upload has it. No more is read of a stream that does not
     * begin as an image does, nor of one that is longer than an image within the limit on pixels can be (8 bytes a
     * pixel and 64 MiB).
     *
     * @param content read to its end; closing it is the caller's
     */
    public RgbImage rgb(InputStream content) {
        return decode(ImageSource.of(content, longestContent())).rgb();
    }

    /** The content of a stream, undecoded: for who decodes later. As far as {@link #rgb(InputStream)} reads it. */
    public byte[] read(InputStream content) {
        return ImageSource.of(content, longestContent()).bytes();
    }

    /** 16 bits of red, green, blue and alpha, uncompressed, and room for colour profiles, thumbnails and the like. */
    private long longestContent() {
        return 8 * maxPixels + (64L << 20);
    }

    /**
     * An image that is decoded already. Grey levels are taken as they are stored, as those of a file (and as
     * {@link BufferedImage#getRGB(int, int)} does not: it takes them for linear light); 16 bits are divided by 257 and
     * rounded; alpha is dropped; colours of other profiles become sRGB.
     */
    public RgbImage rgb(BufferedImage image) {
        Size size = new Size(image.getWidth(), image.getHeight());
        ImageSource memory = ImageSource.ofMemory();
        try {
            requireWithinLimit(size);
            return BufferedPixels.of(image);
        } catch (BadImageException e) {
            throw memory.bad(e);
        } catch (OutOfMemoryError e) {
            throw memory.outOfMemory(e);
        }
    }

    /** The upright image in grey levels (ITU-R 601); see {@link GreyImage#of}. */
    public GreyImage grey(Path file) {
        return GreyImage.of(rgb(file));
    }

    /**
     * The upright image as a mask: what is at least so bright. A palette's colours count, not its indices: a file of
     * indices 0 and 1 whose palette says black and dark red has no pixel of 128.
     *
     * @param threshold grey level, 0 to 255; 128 is usual
     */
    public BinaryMask mask(Path file, int threshold) {
        return grey(file).atLeast(threshold);
    }

    /**
     * The mask that an upright image's transparency is: what is at least so opaque; none if the file carries no alpha,
     * or one that is opaque everywhere.
     *
     * @param threshold alpha, 0 to 255; 128 is usual
     */
    public Optional<BinaryMask> alphaMask(Path file, int threshold) {
        DecodedImage image = decode(ImageSource.of(file));
        for (byte alpha : image.alpha()) {
            if (alpha != (byte) 255) {
                return Optional.of(
                        new GreyImage(image.rgb().width(), image.rgb().height(), image.alpha()).atLeast(threshold));
            }
        }
        return Optional.empty();
    }

    /**
     * The upright image as a mask's numbers: a palette's indices if it has colours, 16 bits as they are, alpha where it
     * varies, else grey levels; colours if it has some.
     */
    public MaskSamples maskSamples(Path file) {
        ImageSource source = ImageSource.of(file);
        return open(source, content -> MaskReading.of(content, decode(source, content)));
    }

    /**
     * How the image is turned to stand upright: EXIF's number, 1 (as stored) to 8; from 5 on, width and height change
     * places. No pixels are decoded.
     */
    public int orientation(Path file) {
        return open(ImageSource.of(file), content -> content.orientation().code());
    }

    /**
     * What the name of a file with this content ends with, in lower case without a dot, the usual suffix first:
     * {@code jpg} and {@code jpeg}. No pixels are decoded.
     */
    public List<String> suffixes(byte[] content) {
        return ImageFormat.of(ImageSource.of(content).bytes()).orElseThrow().suffixes();
    }

    private DecodedImage decode(ImageSource source) {
        return open(source, content -> decode(source, content));
    }

    /** The upright image of a source that is open already. */
    private DecodedImage decode(ImageSource source, ImageContent content) throws BadImageException {
        Size size = content.size();
        requireWithinLimit(size);
        if (content.hasMore()) {
            LOG.log(System.Logger.Level.INFO, source.place() + ": holds several pictures, and the first is read");
        }
        DecodedImage stored = content.decode();
        if (stored.rgb().width() != size.width() || stored.rgb().height() != size.height()) {
            throw new BadImageException(
                    "the image is of " + stored.rgb().width() + " x "
                            + stored.rgb().height() + " pixels, and its header says " + size.width() + " x "
                            + size.height() + ".",
                    "Save it again as PNG.");
        }
        return upright(stored, content.orientation());
    }

    /** What is taken from the content of a file. */
    interface Reading<T> {

        T of(ImageContent content) throws BadImageException;
    }

    /** Names the source in whatever goes wrong. */
    static <T> T open(ImageSource source, Reading<T> reading) {
        try {
            return reading.of(content(source.bytes()));
        } catch (BadImageException e) {
            throw source.bad(e);
        } catch (IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | BufferUnderflowException e) {
            // what no codec foresaw; to a user it is one more damaged file
            throw source.bad(new BadImageException(
                    "the image is damaged: it can't be decoded (" + e + ").",
                    "Copy or download the file again, or save it again as PNG.",
                    e));
        } catch (StackOverflowError e) {
            throw source.bad(new BadImageException(
                    "the image can't be decoded: it is nested too deeply.", "Save it again as PNG.", e));
        } catch (OutOfMemoryError e) {
            throw source.outOfMemory(e);
        }
    }

    private void requireWithinLimit(Size size) throws BadImageException {
        if ((long) size.width() * size.height() > maxPixels) {
            throw new BadImageException(
                    "the image of " + size.width() + " x " + size.height() + " pixels is above the limit of "
                            + megapixels(maxPixels) + " megapixels.",
                    "Shrink it; or, if the file is trusted, raise the limit by -D" + LIMIT_PROPERTY + "="
                            + ((long) size.width() * size.height() + MEGAPIXEL - 1) / MEGAPIXEL
                            + " in the arguments of the JVM.");
        }
    }

    private static DecodedImage upright(DecodedImage stored, Orientation orientation) {
        Size size = Size.of(stored.rgb());
        Size upright = orientation.upright(size);
        byte[] rgb = orientation.apply(stored.rgb().pixels(), size, 3);
        byte[] alpha = stored.hasAlpha() ? orientation.apply(stored.alpha(), size, 1) : stored.alpha();
        return new DecodedImage(new RgbImage(upright.width(), upright.height(), rgb), alpha);
    }

    private static ImageContent content(byte[] bytes) throws BadImageException {
        ImageFormat format = ImageFormat.of(bytes).orElseThrow(() -> ImageFormat.unknown(bytes));
        return switch (format) {
            case JPEG -> new JpegContent(bytes);
            case PNG -> new PngContent(bytes);
            case BMP -> new BmpContent(bytes);
            case TIFF -> new TiffContent(bytes);
            case WEBP -> new WebpContent(bytes);
        };
    }
}
