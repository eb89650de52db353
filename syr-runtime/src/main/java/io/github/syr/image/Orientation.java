package io.github.syr.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * How a stored image is turned to stand upright.
 *
 * @param code EXIF's number: 1 as stored, 2 mirrored, 3 half a turn, 4 upside down mirrored, 5 transposed, 6 a quarter
 *     clockwise, 7 transposed along the other diagonal, 8 a quarter counter-clockwise
 */
record Orientation(int code) {

    static final Orientation AS_STORED = new Orientation(1);

    Orientation {
        if (code < 1 || code > 8) {
            throw new IllegalArgumentException("orientation " + code + " can't be: 1 to 8 are expected");
        }
    }

    /**
     * The orientation a file's EXIF data name, else its XMP data; as stored where they name none, or one that can't be, or
     * can't be read themselves: a broken tag is no reason to refuse a sound picture.
     */
    static Orientation of(byte[] file) {
        try {
            Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file), file.length);
            for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
                Integer code = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
                if (code != null) {
                    return ofTag(code);
                }
            }
            for (XmpDirectory directory : metadata.getDirectoriesOfType(XmpDirectory.class)) {
                String code = directory.getXmpProperties().get("tiff:Orientation");
                if (code != null && code.matches("[1-8]")) {
                    return new Orientation(Integer.parseInt(code));
                }
            }
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            return AS_STORED;
        }
        return AS_STORED;
    }

    private static Orientation ofTag(int code) {
        return code >= 1 && code <= 8 ? new Orientation(code) : AS_STORED;
    }

    /** Whether width and height change places. */
    boolean swapsSides() {
        return code >= 5;
    }

    /** The upright size of an image stored in {@code size}. */
    ResizedSize upright(ResizedSize size) {
        return swapsSides() ? new ResizedSize(size.height(), size.width()) : size;
    }

    /**
     * Turns samples upright.
     *
     * @param samples height x width x bands as stored
     * @param size as stored
     * @return height x width x bands of the upright image; the same array where nothing turns
     */
    byte[] apply(byte[] samples, ResizedSize size, int bands) {
        if (code == 1) {
            return samples;
        }
        int width = size.width();
        int height = size.height();
        ResizedSize upright = upright(size);
        byte[] turned = new byte[samples.length];
        int to = 0;
        for (int y = 0; y < upright.height(); y++) {
            for (int x = 0; x < upright.width(); x++) {
                int from = bands * switch (code) {
                    case 2 -> y * width + width - 1 - x;
                    case 3 -> (height - 1 - y) * width + width - 1 - x;
                    case 4 -> (height - 1 - y) * width + x;
                    case 5 -> x * width + y;
                    case 6 -> (height - 1 - x) * width + y;
                    case 7 -> (height - 1 - x) * width + width - 1 - y;
                    default -> x * width + width - 1 - y;
                };
                for (int band = 0; band < bands; band++) {
                    turned[to++] = samples[from + band];
                }
            }
        }
        return turned;
    }
}
