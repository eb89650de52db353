package io.github.syr.image;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads image files as Pillow's {@code ImageOps.exif_transpose(image).convert("RGB")} does, which is how the reference reads
 * them: upright by EXIF, alpha dropped, palettes expanded, grey replicated, CMYK by Pillow's formula, colour profiles not
 * applied. Samples of 16 bits are divided by 257 and rounded (Pillow cuts colours off and clips greys at 255).
 *
 * <p>JPEG, PNG, TIFF, BMP, GIF (first frame) and WebP are read; the content decides, not the name. Truncated and damaged
 * files are refused, never half read. No temporary files are written, and it works in any class loader. Peak memory is the
 * file, 3 bytes a pixel for the result, and up to 8 bytes a pixel in between.
 *
 * <p>All methods throw {@link SyrException} of kind BAD_DATA for a file that is missing, empty, truncated, damaged, too large
 * or no image.
 */
public final class ImageDecoder {

    /** Images above this are refused unless said otherwise: 100 megapixels. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000L;

    /** Three bands of an image have to fit one array. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 3 - 16;

    private final long maxPixels;

    public ImageDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * @param maxPixels width x height above which an image is refused, by its header, before memory is asked for: a small
     *     file can claim to be huge
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("a bound of " + maxPixels + " pixels lets no image through");
        }
        this.maxPixels = Math.min(maxPixels, MOST_PIXELS);
    }

    /** The upright image in colour. */
    public RgbImage rgb(Path file) {
        return decode(file).rgb();
    }

    /** The upright image in grey levels (ITU-R 601); see {@link GreyImage#of}. */
    public GreyImage grey(Path file) {
        return GreyImage.of(rgb(file));
    }

    /**
     * The upright image as a mask: what is at least so bright. A palette's colours count, not its indices: a file of indices
     * 0 and 1 whose palette says black and dark red has no pixel of 128.
     *
     * @param threshold grey level, 0 to 255; 128 is usual
     */
    public BinaryMask mask(Path file, int threshold) {
        return grey(file).atLeast(threshold);
    }

    /**
     * The mask that an upright image's transparency is: what is at least so opaque; none if the file carries no alpha, or one
     * that is opaque everywhere.
     *
     * @param threshold alpha, 0 to 255; 128 is usual
     */
    public Optional<BinaryMask> alphaMask(Path file, int threshold) {
        DecodedImage image = decode(file);
        for (byte alpha : image.alpha()) {
            if (alpha != (byte) 255) {
                return Optional.of(new GreyImage(image.rgb().width(), image.rgb().height(), image.alpha()).atLeast(threshold));
            }
        }
        return Optional.empty();
    }

    /** The upright image's width and height, from the header and EXIF: pixels aren't decoded, nor found out to be damaged. */
    public int[] size(Path file) {
        byte[] bytes = read(file);
        try {
            ResizedSize size = Orientation.of(bytes).upright(content(bytes).size());
            return new int[] {size.width(), size.height()};
        } catch (IOException e) {
            throw bad(file, e);
        }
    }

    private DecodedImage decode(Path file) {
        byte[] bytes = read(file);
        try {
            ImageContent content = content(bytes);
            ResizedSize size = content.size();
            if ((long) size.width() * size.height() > maxPixels) {
                throw new BadImageException(
                        "the image of " + size.width() + " x " + size.height() + " pixels is above the bound of " + maxPixels + " pixels.",
                        "Shrink it, or raise the bound if the file is trusted.");
            }
            DecodedImage stored = content.decode();
            if (stored.rgb().width() != size.width() || stored.rgb().height() != size.height()) {
                throw new BadImageException(
                        "the image is of " + stored.rgb().width() + " x " + stored.rgb().height() + " pixels, and its header says "
                                + size.width() + " x " + size.height() + ".",
                        "Save it anew as PNG.");
            }
            Orientation orientation = Orientation.of(bytes);
            ResizedSize upright = orientation.upright(size);
            byte[] rgb = orientation.apply(stored.rgb().pixels(), size, 3);
            byte[] alpha = stored.hasAlpha() ? orientation.apply(stored.alpha(), size, 1) : stored.alpha();
            return new DecodedImage(new RgbImage(upright.width(), upright.height(), rgb), alpha);
        } catch (IOException e) {
            throw bad(file, e);
        }
    }

    private static ImageContent content(byte[] bytes) throws BadImageException {
        ImageFormat format = ImageFormat.of(bytes).orElseThrow(() -> ImageFormat.unknown(bytes));
        return switch (format) {
            case JPEG -> new JpegContent(bytes);
            case PNG -> new PngContent(bytes);
            case GIF -> new GifContent(bytes);
            case BMP, TIFF, WEBP -> new ImageIoContent(bytes, format);
        };
    }

    /** The whole file, if it begins as an image does: a film or an archive of gigabytes isn't taken into memory first. */
    private static byte[] read(Path file) {
        if (Files.isDirectory(file)) {
            throw SyrException.badData(file, "is a folder, not an image.", "Name a file in it.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ImageFormat.HEAD);
            if (head.length == 0) {
                throw new BadImageException("is empty.", "Copy or download the file again.");
            }
            if (ImageFormat.of(head).isEmpty()) {
                throw ImageFormat.unknown(head);
            }
            if (Files.size(file) > Integer.MAX_VALUE - 64) {
                throw new BadImageException("has " + Files.size(file) + " bytes, more than is read of an image.", "Shrink it.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw SyrException.badData(file, "doesn't exist.", "Check the path, or put the image there.");
        } catch (IOException e) {
            throw bad(file, e);
        }
    }

    private static SyrException bad(Path file, IOException e) {
        return e instanceof BadImageException bad
                ? SyrException.badData(file, bad.getMessage(), bad.remedy(), bad)
                : SyrException.badData(file, "can't be read: " + e + ".", "Check the file and its permissions.", e);
    }
}
