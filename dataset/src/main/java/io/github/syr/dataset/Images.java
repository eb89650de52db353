package io.github.syr.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Encodes pictures with the JDK's own writers. */
final class Images {

    private static final float QUALITY = 0.88f;

    private Images() {}

    static void writeJpeg(Picture picture, Path file) throws IOException {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < picture.alpha().length; i++) {
            int pixel = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % picture.width(), i / picture.width(), pixel);
        }
        write(image, "jpeg", file);
    }

    static void writeAlpha(Picture picture, Path file) throws IOException {
        writeGrey(picture, picture.alpha(), file);
    }

    static void writeMask(Picture picture, Path file) throws IOException {
        byte[] mask = new byte[picture.alpha().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (picture.isObject(i % picture.width(), i / picture.width()) ? 255 : 0);
        }
        writeGrey(picture, mask, file);
    }

    private static void writeGrey(Picture picture, byte[] values, Path file) throws IOException {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, picture.width(), picture.height(), values);
        write(image, "png", file);
    }

    private static void write(BufferedImage image, String format, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        // for PNG the quality stands for the effort: 0 is the best compression
        parameters.setCompressionQuality(format.equals("png") ? 0 : QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toByteArray());
    }
}
