package io.github.syr.image.decode;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Runs a reader of ImageIO over bytes in memory. Readers are created by their provider: ImageIO's own choice depends on
 * the plugins on the class path and on the class loader that asked first.
 */
final class ImageIoReader {

    private ImageIoReader() {}

    /** What is read, and what is made of it. */
    @FunctionalInterface
    interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }

    /**
     * Reads with the JDK's own reader.
     *
     * @param format JPEG, PNG or BMP
     * @throws BadImageException if the image is not complete and valid, as far as the reader notices
     */
    static <T> T jdk(ImageFormat format, byte[] bytes, Reading<T> reading) throws BadImageException {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getModule().equals(ImageIO.class.getModule())
                    && List.of(provider.getFormatNames()).contains(format.name())) {
                return read(provider, bytes, format, reading);
            }
        }
        throw new IllegalStateException(
                "the JDK's " + format + " reader is not registered with ImageIO; something has removed it");
    }

    /** Reads with a provider's reader; see {@link #jdk}. */
    static <T> T read(ImageReaderSpi provider, byte[] bytes, ImageFormat format, Reading<T> reading)
            throws BadImageException {
        List<String> warnings = new ArrayList<>();
        ImageReader reader = null;
        try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            reader = provider.createReaderInstance();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            T result = reading.from(reader);
            Warnings.requireHarmless(warnings, format);
            return result;
        } catch (BadImageException e) {
            throw e;
        } catch (EOFException e) {
            throw BadImageException.truncated(format.label(), "after " + bytes.length + " bytes, before its pixels do");
        } catch (IOException | RuntimeException e) {
            throw BadImageException.damaged(format.label(), e);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }
}
