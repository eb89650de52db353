package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the partner of an image goes that is paired by its name: into the folder beside {@code images}. */
final class PartnerFolders {

    private final DatasetFolder folder;
    private final String side;
    private final FreeNames names;

    /** @param side the folder's name: {@code masks}, {@code cutouts} */
    PartnerFolders(DatasetFolder folder, String side) {
        this.folder = folder;
        this.side = side;
        this.names = new FreeNames(folder);
    }

    /** The PNG that is paired with an image; folders that are there are taken as they are spelled. */
    String of(String image) {
        String[] parts = image.split("/");
        for (int at = parts.length - 2; at >= 0; at--) {
            if (parts[at].equalsIgnoreCase(FoldersReader.IMAGES)) {
                Path parent = folder.root()
                        .resolve(String.join("/", Arrays.asList(parts).subList(0, at)));
                parts[at] = NewImagePlace.folderNamed(parent, side::equalsIgnoreCase)
                        .orElse(side);
                break;
            }
        }
        parts[parts.length - 1] = DatasetFolder.stem(image) + ".png";
        return String.join("/", parts);
    }

    boolean isFree(String image) {
        String partner = of(image);
        return names.isStemFreeIn(DatasetState.parent(image), image)
                && names.isStemFreeIn(DatasetState.parent(partner), image)
                && names.isFree(image)
                && names.isFree(partner);
    }

    /** @throws SyrException if the partner's place is taken, or two images would share it */
    void requireLonely(String image) {
        String partner = of(image);
        if (!names.isFree(partner) || !names.isStemFreeIn(DatasetState.parent(partner), partner)) {
            throw SyrException.badRequest(
                    folder.root().resolve(image) + ": its place in " + side + " is taken: " + partner + ".",
                    "Rename one of the two: files are paired by their name without suffix.");
        }
    }
}
