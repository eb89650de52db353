package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.json.Place;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Folders {@code images} and {@code masks}, paired by name; an image is one object. */
final class FoldersReader implements AnnotationReader {

    static final String IMAGES = "images";
    static final String MASKS = "masks";

    static boolean matches(DatasetFolder folder) {
        return folder.names().stream().anyMatch(name -> PairedFolders.isIn(name, IMAGES))
                && folder.names().stream().anyMatch(name -> PairedFolders.isIn(name, MASKS));
    }

    @Override
    public Annotations read(DatasetFolder folder, Request.DataSource settings) {
        if (!matches(folder)) {
            throw SyrException.badData(
                    folder.root(),
                    "there are no folders " + IMAGES + " and " + MASKS + " with images in them.",
                    "The format folders needs both.");
        }
        return annotations(folder, PairedFolders.of(folder, IMAGES, MASKS));
    }

    static Annotations annotations(DatasetFolder folder, PairedFolders pairs) {
        List<AnnotatedImage> images =
                pairs.pairs().stream().map(pair -> image(folder, pair)).toList();
        return new Annotations(images, Set.of(), List.of());
    }

    private static AnnotatedImage image(DatasetFolder folder, PairedFolders.ImageAndMask pair) {
        Path image = folder.root().resolve(pair.image());
        Path mask = folder.root().resolve(pair.other());
        AnnotatedObject object =
                new AnnotatedObject("", Optional.empty(), new MaskSource.MaskFile(mask), Place.of(mask));
        return new AnnotatedImage(
                image, SplitWords.ofFolders(pair.image()), Optional.empty(), List.of(object), Place.of(image));
    }
}
