package io.github.syr.mask;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG files by the JDK's writer, without metadata: the same pixels give the same bytes on the same JDK. Where the JDK
 * may differ, compare pixels.
 */
public final class PngFile {

    private PngFile() {}

    /** Writes a mask as 8-bit grey, 0 and 255. */
    public static void write(Path file, BinaryMask mask) {
        AtomicFile.write(file, bytes(mask));
    }

    /** Writes an image as 8-bit RGB. */
    public static void write(Path file, RgbImage image) {
        AtomicFile.write(file, bytes(image));
    }

    /** The PNG file of a mask: 8-bit grey, 0 and 255. */
    public static byte[] bytes(BinaryMask mask) {
        BufferedImage grey = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] to = samples(grey);
        for (int i = mask.bits().nextSetBit(0); i >= 0; i = mask.bits().nextSetBit(i + 1)) {
            to[i] = (byte) 255;
        }
        return bytes(grey);
    }

    /** The PNG file of an image: 8-bit RGB. */
    public static byte[] bytes(RgbImage image) {
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] to = samples(rgb);
        byte[] from = image.pixels();
        for (int i = 0; i < from.length; i += 3) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
        return bytes(rgb);
    }

    private static byte[] samples(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** The PNG file of an image as it is stored. */
    public static byte[] bytes(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = writer();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JDK's own: another one on the class path would write other bytes. */
    private static ImageWriter writer() {
        Iterator<ImageWriterSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, true);
        while (providers.hasNext()) {
            ImageWriterSpi provider = providers.next();
            if (provider.getClass().getModule().equals(ImageIO.class.getModule())
                    && provider.getFileSuffixes()[0].equals("png")) {
                try {
                    return provider.createWriterInstance();
                } catch (IOException e) {
                    throw new IllegalStateException("the JDK's PNG writer can't be created", e);
                }
            }
        }
        throw new IllegalStateException(
                "the JDK's PNG writer is not registered with ImageIO; something has removed it");
    }
}
