package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.json.Place;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folders {@code images} and {@code cutouts}, paired by name: the photograph, and the object cut out of it in place.
 * Without {@code images}, cut-outs with transparency are photographs themselves: removing a ground by alpha leaves the
 * colours under it. On black ground they aren't, for a model would learn that objects lie on black.
 */
final class CutOutsReader implements AnnotationReader {

    static final String CUT_OUTS = "cutouts";

    static boolean matches(DatasetFolder folder) {
        return folder.names().stream().anyMatch(name -> PairedFolders.isIn(name, CUT_OUTS));
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        if (!matches(folder)) {
            throw SyrException.badData(
                    folder.root(),
                    "there is no folder " + CUT_OUTS + " with images in it.",
                    "The format cutouts needs it, and for " + FoldersReader.IMAGES + ".");
        }
        return isPaired(folder)
                ? annotations(folder, PairedFolders.of(folder, FoldersReader.IMAGES, CUT_OUTS))
                : alone(folder);
    }

    /** Whether there are photographs beside the cut-outs. */
    static boolean isPaired(DatasetFolder folder) {
        return folder.names().stream().anyMatch(name -> PairedFolders.isIn(name, FoldersReader.IMAGES));
    }

    static Annotations annotations(DatasetFolder folder, PairedFolders pairs) {
        List<AnnotatedImage> images = pairs.pairs().stream()
                .map(pair -> image(folder, pair.image(), pair.other(), false))
                .toList();
        return new Annotations(images, Set.of(), List.of());
    }

    /** Cut-outs that are photographs themselves. */
    static Annotations alone(DatasetFolder folder) {
        List<AnnotatedImage> images = folder.names().stream()
                .filter(name -> PairedFolders.isIn(name, CUT_OUTS))
                .map(name -> image(folder, name, name, true))
                .toList();
        return new Annotations(images, Set.of(), List.of());
    }

    private static AnnotatedImage image(DatasetFolder folder, String name, String cutOutName, boolean alone) {
        Path image = folder.root().resolve(name);
        Path cutOut = folder.root().resolve(cutOutName);
        AnnotatedObject object =
                new AnnotatedObject("", Optional.empty(), new MaskSource.CutOutFile(cutOut, alone), Place.of(cutOut));
        return new AnnotatedImage(
                image, SplitWords.ofFolders(name), Optional.empty(), List.of(object), Place.of(image));
    }
}
