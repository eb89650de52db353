package io.github.syr.annotation;

import io.github.syr.message.Dataset.Split;
import java.util.Optional;

/** Adds to folders {@code images} and {@code masks}. */
final class FoldersWriter implements AnnotationWriter {

    private final DatasetState state;
    private final PartnerFolders partners;

    FoldersWriter(DatasetState state) {
        this.state = state;
        this.partners = new PartnerFolders(state.folder(), FoldersReader.MASKS);
    }

    @Override
    public String folderFor(Optional<Split> split) {
        return NewImagePlace.of(state, split, FoldersReader.IMAGES);
    }

    @Override
    public boolean isFree(String image) {
        return partners.isFree(image);
    }

    @Override
    public Optional<String> defaultLabel() {
        return Optional.empty();
    }

    @Override
    public void write(Addition addition, NewFiles files) {
        byte[] picture = MaskPicture.of(addition.masks(), state.settings().masks());
        partners.requireLonely(addition.image());
        files.create(partners.of(addition.image()), picture);
        addition.writeImage(files);
    }
}
