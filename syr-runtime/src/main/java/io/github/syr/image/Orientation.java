package io.github.syr.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * How a camera was held: EXIF's orientation.
 *
 * @param code 1 (upright) to 8
 */
record Orientation(int code) {

    /** Of a file's bytes; upright where it doesn't say, or says nonsense. */
    static Orientation of(byte[] bytes) {
        try {
            for (ExifIFD0Directory exif :
                    ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes)).getDirectoriesOfType(ExifIFD0Directory.class)) {
                Integer code = exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
                if (code != null && code >= 1 && code <= 8) {
                    return new Orientation(code);
                }
            }
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // an image without readable metadata is upright, as for everyone else
        }
        return new Orientation(1);
    }

    private boolean swaps() {
        return code >= 5;
    }

    ImageDecoder.Size upright(ImageDecoder.Size stored) {
        return swaps() ? new ImageDecoder.Size(stored.height(), stored.width()) : stored;
    }

    /** The stored place of an upright pixel: y * width + x. */
    int source(int x, int y, int storedWidth, int storedHeight) {
        int sx = switch (code) {
            case 2, 3 -> storedWidth - 1 - x;
            case 5, 8 -> code == 5 ? y : storedWidth - 1 - y;
            case 6 -> y;
            case 7 -> storedWidth - 1 - y;
            default -> x;
        };
        int sy = switch (code) {
            case 3, 4 -> storedHeight - 1 - y;
            case 5, 8 -> x;
            case 6, 7 -> storedHeight - 1 - x;
            default -> y;
        };
        return sy * storedWidth + sx;
    }
}
