package io.github.syr.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Renders the data set.
 *
 * <pre>
 * Main FOLDER            all pictures, masks, annotations and digests into the module's folder
 * Main FOLDER SIZE REGEX a look: pictures whose name matches, at a share of their size, and nothing else
 * </pre>
 */
public final class Main {

    private Main() {}

    /**
     * Renders.
     *
     * @param args the folder; for a look also the share of the full size and a regular expression
     * @throws IOException if a file can't be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 3) {
            look(Path.of(args[0]), Double.parseDouble(args[1]), args[2]);
        } else if (args.length == 1) {
            all(Path.of(args[0]));
        } else {
            System.err.println(
                    "usage: Main FOLDER [SIZE REGEX], " + "such as: Main dataset, or: Main /tmp/look 0.4 'test/.*'");
            System.exit(2);
        }
    }

    private static void look(Path folder, double size, String regex) throws IOException {
        for (Shot shot : Catalogue.shots()) {
            if ((shot.split() + "/" + shot.name()).matches(regex)) {
                Picture picture = timed(shot, size);
                Images.writeJpeg(picture, folder.resolve(shot.split() + "-" + shot.name() + ".jpg"));
            }
        }
    }

    private static void all(Path folder) throws IOException {
        List<Shot> shots = Catalogue.shots();
        Annotations annotations = new Annotations();
        Digests digests = new Digests();
        for (Shot shot : shots) {
            Picture picture = timed(shot, 1);
            Path split = folder.resolve(shot.split());
            Images.writeJpeg(picture, split.resolve("images").resolve(shot.name() + ".jpg"));
            Images.writeMask(picture, split.resolve("masks").resolve(shot.name() + ".png"));
            Images.writeAlpha(picture, split.resolve("alpha").resolve(shot.name() + ".png"));
            annotations.add(shot, picture.box());
            digests.add(shot, picture);
        }
        Files.writeString(folder.resolve("annotations.json"), annotations.masks());
        Files.writeString(folder.resolve("unseen").resolve("boxes.json"), annotations.unseen());
        Path resources = Files.createDirectories(folder.resolve("src/test/resources"));
        Files.writeString(resources.resolve("digests.properties"), digests.text());
    }

    private static Picture timed(Shot shot, double size) {
        long start = System.nanoTime();
        Picture picture = Renderer.render(shot, size);
        System.out.printf(
                "%s/%s %d x %d, %.1f s%n",
                shot.split(), shot.name(), picture.width(), picture.height(), (System.nanoTime() - start) / 1e9);
        return picture;
    }
}
