package io.github.syr.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Renders a data set: the rings', or that of tableware.
 *
 * <pre>
 * Main FOLDER [tableware]            all pictures, masks, annotations and digests into the data set's folder
 * Main FOLDER SIZE REGEX [tableware] a look: pictures whose name matches, at a share of their size, and nothing else
 * </pre>
 */
public final class Main {

    private Main() {}

    /**
     * Renders.
     *
     * @param args the folder; for a look also the share of the full size and a regular expression; last, for tableware,
     *     that word
     * @throws IOException if a file can't be written
     */
    public static void main(String[] args) throws IOException {
        boolean tableware = args.length > 1 && args[args.length - 1].equals("tableware");
        int count = tableware ? args.length - 1 : args.length;
        if (count == 3) {
            List<Shot> shots = tableware ? TablewareCatalogue.shots() : Catalogue.shots();
            look(shots, Path.of(args[0]), Double.parseDouble(args[1]), args[2]);
        } else if (count == 1 && tableware) {
            tableware(Path.of(args[0]));
        } else if (count == 1) {
            rings(Path.of(args[0]));
        } else {
            System.err.println("usage: Main FOLDER [SIZE REGEX] [tableware], "
                    + "such as: Main dataset, or: Main /tmp/look 0.4 'test/.*'");
            System.exit(2);
        }
    }

    private static void look(List<Shot> shots, Path folder, double size, String regex) throws IOException {
        for (Shot shot : shots) {
            if ((shot.split() + "/" + shot.name()).matches(regex)) {
                Picture picture = timed(shot, size);
                Images.writeJpeg(picture, folder.resolve(shot.split() + "-" + shot.name() + ".jpg"));
            }
        }
    }

    private static void rings(Path folder) throws IOException {
        Annotations annotations = new Annotations("dataset");
        Digests digests = new Digests();
        for (Shot shot : Catalogue.shots()) {
            Picture picture = written(shot, folder, annotations, digests);
            Images.writeAlpha(
                    picture, folder.resolve(shot.split()).resolve("alpha").resolve(shot.name() + ".png"));
        }
        Files.writeString(folder.resolve("annotations.json"), annotations.masks());
        Files.writeString(folder.resolve("unseen").resolve("boxes.json"), annotations.unseen());
        Path resources = Files.createDirectories(folder.resolve("src/test/resources"));
        Files.writeString(resources.resolve("digests.properties"), digests.text());
    }

    private static void tableware(Path folder) throws IOException {
        Annotations annotations = new Annotations("tableware");
        Digests digests = new Digests();
        for (Shot shot : TablewareCatalogue.shots()) {
            written(shot, folder, annotations, digests);
        }
        Files.writeString(folder.resolve("annotations.json"), annotations.masks());
        Files.writeString(folder.resolve("digests.properties"), digests.text());
    }

    private static Picture written(Shot shot, Path folder, Annotations annotations, Digests digests)
            throws IOException {
        Picture picture = timed(shot, 1);
        Path split = folder.resolve(shot.split());
        Images.writeJpeg(picture, split.resolve("images").resolve(shot.name() + ".jpg"));
        Images.writeMask(picture, split.resolve("masks").resolve(shot.name() + ".png"));
        annotations.add(shot, picture.box());
        digests.add(shot, picture);
        return picture;
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
