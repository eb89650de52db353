package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import java.util.List;
import java.util.Optional;

/** Adds to folders {@code images} and {@code cutouts}; or to {@code cutouts} alone, where those are the photographs. */
final class CutOutsWriter implements AnnotationWriter {

    private final DatasetState state;
    private final PartnerFolders partners;
    private final boolean paired;

    CutOutsWriter(DatasetState state) {
        this.state = state;
        this.partners = new PartnerFolders(state.folder(), CutOutsReader.CUT_OUTS);
        this.paired = DatasetState.isPaired(state.folder());
    }

    @Override
    public String folderFor(Optional<Split> split) {
        return NewImagePlace.of(state, split, paired ? FoldersReader.IMAGES : CutOutsReader.CUT_OUTS);
    }

    @Override
    public List<String> suffixes(List<String> ofContent) {
        return paired ? ofContent : List.of("png");
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
        if (addition.objects().size() > 1) {
            throw SyrException.badRequest(
                    "the image has " + addition.objects().size() + " objects, and a cut-out holds one.",
                    "Add one object; or keep the data set as folders images and masks.");
        }
        byte[] cutOut = MaskPicture.cutOut(addition.picture(), addition.masks().get(0));
        if (paired) {
            partners.requireLonely(addition.image());
            files.create(partners.of(addition.image()), cutOut);
            addition.writeImage(files);
        } else {
            files.create(addition.image(), cutOut);
        }
    }
}
