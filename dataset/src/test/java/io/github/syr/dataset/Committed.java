package io.github.syr.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** What lies in the repository; tests run in the module's folder. */
final class Committed {

    static final Path FOLDER = Path.of("").toAbsolutePath();

    private Committed() {}

    /** The 8-bit values of a grey PNG, row by row. */
    record Grey(int width, int height, byte[] values) {

        boolean isWhite(int x, int y) {
            return (values[y * width + x] & 0xff) == 255;
        }
    }

    /** One image's line in {@code annotations.json}; the mask's path is empty for unseen images. */
    record Annotation(String maskPath, int[] box) {}

    static Path image(Shot shot) {
        return FOLDER.resolve(shot.split()).resolve("images").resolve(shot.name() + ".jpg");
    }

    static Path grey(Shot shot, String kind, String ending) {
        return FOLDER.resolve(shot.split()).resolve(kind).resolve(shot.name() + ending);
    }

    static Grey grey(Shot shot, String kind) throws IOException {
        BufferedImage image = ImageIO.read(grey(shot, kind, ".png").toFile());
        if (image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            throw new IOException(shot.name() + ": " + kind + " is not 8-bit grey");
        }
        byte[] values = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        return new Grey(image.getWidth(), image.getHeight(), values);
    }

    /** Reads the file as the lines that {@link Annotations} writes: that is all the JSON these tests need. */
    static Annotation annotation(Shot shot) throws IOException {
        boolean unseen = shot.split().equals("unseen");
        String json = Files.readString(FOLDER.resolve(unseen ? "unseen/boxes.json" : "annotations.json"));
        if (!unseen) {
            json = json.substring(json.indexOf("  \"" + shot.split() + "\": {"));
        }
        Matcher line = Pattern.compile(Pattern.quote("\"" + shot.name() + ".jpg\": ")
                        + "(?:\\{\"mask_path\": \"([^\"]*)\", \"bbox\": )?\\[([0-9, ]+)]")
                .matcher(json);
        if (!line.find()) {
            throw new IOException(shot.name() + " has no annotation in " + shot.split());
        }
        int[] box = Arrays.stream(line.group(2).split(", "))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Annotation(line.group(1) == null ? "" : line.group(1), box);
    }
}
