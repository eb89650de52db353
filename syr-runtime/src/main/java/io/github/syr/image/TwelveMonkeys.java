package io.github.syr.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** TwelveMonkeys' readers. They are made directly: ImageIO's registry knows only what the class loader that asked first could see. */
final class TwelveMonkeys {

    private TwelveMonkeys() {}

    /** What is made of a picture as it was read. */
    @FunctionalInterface
    interface Conversion<T> {
        T of(BufferedImage image) throws BadImageException;
    }

    /** @throws BadImageException if the first image isn't whole and sound, as far as the reader sees */
    static <T> T read(ImageReaderSpi provider, byte[] bytes, ImageFormat format, Conversion<T> conversion) throws BadImageException {
        List<String> warnings = new ArrayList<>();
        ImageReader reader = null;
        try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            reader = provider.createReaderInstance();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            Warnings.requireHarmless(warnings, format);
            return conversion.of(image);
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
