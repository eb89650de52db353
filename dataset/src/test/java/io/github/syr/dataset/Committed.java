package io.github.syr.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A data set as it lies in the repository.
 *
 * @param folder of the data set
 */
record Committed(Path folder) {

    /** Tests run in the module's folder, which is that of the rings' data set. */
    static final Committed RINGS = new Committed(Path.of("").toAbsolutePath());

    static final Committed TABLEWARE = new Committed(Path.of("")
            .toAbsolutePath()
            .resolveSibling("bench")
            .resolve("training")
            .resolve("tableware"));

    /** The 8-bit values of a grey PNG, row by row. */
    record Grey(int width, int height, byte[] values) {

        boolean isWhite(int x, int y) {
            return (values[y * width + x] & 0xff) == 255;
        }

        /** Sizes of the 4-connected background components that don't touch the border. */
        List<Integer> holes() {
            boolean[] seen = new boolean[width * height];
            List<Integer> sizes = new ArrayList<>();
            for (int start = 0; start < seen.length; start++) {
                if (seen[start] || isWhite(start % width, start / width)) {
                    continue;
                }
                Deque<Integer> open = new ArrayDeque<>(List.of(start));
                seen[start] = true;
                boolean border = false;
                int size = 0;
                while (!open.isEmpty()) {
                    int at = open.pop();
                    int x = at % width;
                    int y = at / width;
                    size++;
                    border |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
                    int[][] neighbours = {{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}};
                    for (int[] n : neighbours) {
                        int i = n[1] * width + n[0];
                        if (n[0] >= 0
                                && n[1] >= 0
                                && n[0] < width
                                && n[1] < height
                                && !seen[i]
                                && !isWhite(n[0], n[1])) {
                            seen[i] = true;
                            open.push(i);
                        }
                    }
                }
                if (!border) {
                    sizes.add(size);
                }
            }
            return sizes;
        }
    }

    /** One image's line in {@code annotations.json}; the mask's path is empty for unseen images. */
    record Annotation(String maskPath, int[] box) {}

    Path image(Shot shot) {
        return folder.resolve(shot.split()).resolve("images").resolve(shot.name() + ".jpg");
    }

    Path grey(Shot shot, String kind, String ending) {
        return folder.resolve(shot.split()).resolve(kind).resolve(shot.name() + ending);
    }

    Grey grey(Shot shot, String kind) throws IOException {
        BufferedImage image = ImageIO.read(grey(shot, kind, ".png").toFile());
        if (image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            throw new IOException(shot.name() + ": " + kind + " is not 8-bit grey");
        }
        byte[] values = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        return new Grey(image.getWidth(), image.getHeight(), values);
    }

    /** Reads the file as the lines that {@link Annotations} writes: that is all the JSON these tests need. */
    Annotation annotation(Shot shot) throws IOException {
        boolean unseen = shot.split().equals("unseen");
        String json = Files.readString(folder.resolve(unseen ? "unseen/boxes.json" : "annotations.json"));
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
