package io.github.syr.demo.web;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.annotation.LabelMeFile;
import io.github.syr.demo.image.StoredImage;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.CutOut;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.PngFile;
import java.util.List;

/**
 * A file to download.
 *
 * @param name proposed to the user
 * @param type of its content
 */
record Export(String name, String type, byte[] content) {

    /** What it can be. */
    enum Kind {
        /** 8-bit grey PNG, 255 where any of the objects is. */
        MASK,
        /** The objects' pixels, the rest transparent. */
        CUT_OUT,
        /** LabelMe's JSON. */
        LABELME
    }

    private static final String PNG = "image/png";

    static Export mask(StoredImage image, BinaryMask mask) {
        return new Export(stem(image) + "-mask.png", PNG, PngFile.bytes(mask));
    }

    static Export cutOut(StoredImage image, BinaryMask mask) {
        return new Export(
                stem(image) + "-cut-out.png",
                PNG,
                PngFile.bytes(CutOut.of(new ImageDecoder().rgb(image.file()), mask)));
    }

    static Export labelMe(StoredImage image, List<NewObject> objects) {
        return new Export(
                stem(image) + ".json",
                "application/json",
                LabelMeFile.bytes(image.name(), new Size(image.width(), image.height()), objects));
    }

    private static String stem(StoredImage image) {
        String name = image.name();
        return name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
