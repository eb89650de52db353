package io.github.syr.image;

import io.github.syr.error.SyrException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files as the reference's Pillow does it with {@code ImageOps.exif_transpose(image).convert("RGB")}: upright by
 * EXIF, alpha dropped, ICC profiles not applied, CMYK by Pillow's formula; 16 bits by value / 257. The content decides on the
 * format, not the name. A truncated image is an error.
 */
public final class ImageDecoder {

    /** 100 megapixels. */
    private static final long DEFAULT_PIXELS = 100_000_000L;

    private final long mostPixels;

    /** Refuses images of more than 100 megapixels. */
    public ImageDecoder() {
        this(DEFAULT_PIXELS);
    }

    /** @param mostPixels width x height of the largest image that is decoded */
    public ImageDecoder(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    /**
     * An image as the model sees it.
     *
     * @throws SyrException if it is missing, empty, no image, truncated or too large
     */
    public RgbImage rgb(Path file) {
        return decode(file).toRgb();
    }

    /** In grey, as Pillow's {@code convert("L")}; see {@link #rgb}. */
    public GreyImage grey(Path file) {
        return decode(file).grey();
    }

    /** Its alpha, where any pixel is not opaque; see {@link #rgb}. */
    public Optional<GreyImage> alpha(Path file) {
        return decode(file).alpha();
    }

    /**
     * Width and height, upright, from the header alone.
     *
     * @throws SyrException as {@link #rgb}, but a truncated image passes
     */
    public Size size(Path file) {
        byte[] bytes = read(file);
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(file, bytes, stream);
            try {
                return Orientation.of(bytes).upright(checked(file, reader));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw broken(file, e);
        }
    }

    /** In pixels. */
    public record Size(int width, int height) {}

    private Pixels decode(Path file) {
        byte[] bytes = read(file);
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(file, bytes, stream);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            try {
                checked(file, reader);
                Pixels pixels;
                if (Jpeg.is(bytes)) {
                    pixels = Jpeg.pixels(reader.readRaster(0, null), bytes);
                } else {
                    PngChunks.requireWhole(bytes);
                    BufferedImage image = reader.read(0);
                    pixels = Pixels.of(image);
                }
                requireWhole(file, warnings);
                return pixels.upright(Orientation.of(bytes));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw broken(file, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw SyrException.badData(file, "is empty, and an image is expected.", "Replace it by the whole image.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw SyrException.badData(file, "there is no such image.", "Check the name, or take it out of the annotations.", e);
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e, "", e);
        }
    }

    private static ImageReader reader(Path file, byte[] bytes, MemoryCacheImageInputStream stream) throws IOException {
        // Plugins of the application's own class loader, whichever thread was first to ask ImageIO.
        IIORegistry registry = IIORegistry.getDefaultInstance();
        for (ImageReaderSpi provider : ServiceLoader.load(ImageReaderSpi.class, ImageDecoder.class.getClassLoader())) {
            if (registry.getServiceProviderByClass(provider.getClass()) == null) {
                registry.registerServiceProvider(provider);
            }
        }
        ImageReader chosen = null;
        Iterator<ImageReaderSpi> providers = registry.getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            // The JDK's own JPEG reader gives the raw raster; the plugin's applies colour profiles.
            boolean own = provider.getClass().getName().startsWith("com.sun.");
            if (provider.canDecodeInput(stream) && (chosen == null || own)) {
                chosen = provider.createReaderInstance();
            }
        }
        if (chosen == null) {
            throw SyrException.badData(
                    file,
                    "is no image that SYR reads (" + looksLike(bytes) + "); JPEG, PNG, TIFF, BMP, GIF and WebP are.",
                    "Replace it, or take it out of the data set.");
        }
        stream.seek(0);
        chosen.setInput(stream, false, false);
        return chosen;
    }

    private static String looksLike(byte[] bytes) {
        int n = Math.min(bytes.length, 512);
        for (int i = 0; i < n; i++) {
            if (bytes[i] >= 0 && bytes[i] < 9) {
                return "its first bytes are %02x %02x".formatted(bytes[0], bytes[Math.min(1, bytes.length - 1)]);
            }
        }
        return "it looks like text";
    }

    private Size checked(Path file, ImageReader reader) throws IOException {
        Size size = new Size(reader.getWidth(0), reader.getHeight(0));
        if ((long) size.width() * size.height() > mostPixels) {
            throw SyrException.badData(
                    file,
                    "its header says " + size.width() + " x " + size.height() + " pixels, and at most " + mostPixels + " are decoded.",
                    "Make it smaller.");
        }
        return size;
    }

    private static void requireWhole(Path file, List<String> warnings) {
        for (String warning : warnings) {
            if (warning.matches("(?is).*(truncat|premature|corrupt|missing EOI|unexpected end|bogus).*")) {
                throw SyrException.badData(file, "the image is damaged or cut off: " + warning + ".", "Replace it by the whole image.");
            }
        }
    }

    private static SyrException broken(Path file, Exception e) {
        if (e instanceof SyrException known) {
            return known;
        }
        return SyrException.badData(
                file, "the image can't be decoded; it is damaged, cut off, or of a kind that is not read: " + e.getMessage(),
                "Replace it by the whole image, as JPEG or PNG.", e);
    }
}
