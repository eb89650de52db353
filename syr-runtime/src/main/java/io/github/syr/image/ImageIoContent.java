package io.github.syr.image;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The first image of a TIFF, BMP or WebP file, through TwelveMonkeys' readers. They are made directly: ImageIO's registry
 * knows only what the class loader that asked first could see.
 */
final class ImageIoContent implements ImageContent {

    private final byte[] bytes;
    private final ImageFormat format;

    ImageIoContent(byte[] bytes, ImageFormat format) throws BadImageException {
        this.bytes = format == ImageFormat.WEBP ? withoutProfile(bytes) : bytes;
        this.format = format;
        if (format == ImageFormat.TIFF) {
            TiffDirectory.requireWhole(bytes);
        }
    }

    @Override
    public ResizedSize size() throws IOException {
        return read((reader, warnings) -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) {
                throw BadImageException.damaged(format.label(), "its header says " + width + " x " + height + " pixels");
            }
            return new ResizedSize(width, height);
        });
    }

    @Override
    public DecodedImage decode() throws IOException {
        return read((reader, warnings) -> {
            DecodedImage image = Samples.of(reader.read(0), format);
            Warnings.requireHarmless(warnings, format);
            return image;
        });
    }

    /** What is done with an open reader. */
    @FunctionalInterface
    private interface Reading<T> {
        T with(ImageReader reader, List<String> warnings) throws IOException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        List<String> warnings = new ArrayList<>();
        ImageReader reader = provider().createReaderInstance();
        try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            return reading.with(reader, warnings);
        } catch (BadImageException e) {
            throw e;
        } catch (EOFException e) {
            throw BadImageException.truncated(format.label(), "after " + bytes.length + " bytes, before its pixels do");
        } catch (IOException | RuntimeException e) {
            throw BadImageException.damaged(format.label(), e);
        } finally {
            reader.dispose();
        }
    }

    private ImageReaderSpi provider() {
        return switch (format) {
            case TIFF -> new TIFFImageReaderSpi();
            case BMP -> new BMPImageReaderSpi();
            case WEBP -> new WebPImageReaderSpi();
            default -> throw new IllegalStateException(format + " has a reader of its own");
        };
    }

    /** A WebP file whose header doesn't announce a colour profile: the reader would convert by it, and Pillow doesn't. */
    private static byte[] withoutProfile(byte[] bytes) throws BadImageException {
        long size = 8;
        for (int i = 0; i < 4 && bytes.length > 20; i++) {
            size += (bytes[4 + i] & 0xFFL) << 8 * i;
        }
        if (bytes.length <= 20 || size > bytes.length) {
            throw BadImageException.truncated("WebP", "after " + bytes.length + " bytes, and its header says " + size);
        }
        byte[] plain = bytes.clone();
        if (bytes[12] == 'V' && bytes[13] == 'P' && bytes[14] == '8' && bytes[15] == 'X') {
            plain[20] &= ~0x20;
        }
        return plain;
    }
}
