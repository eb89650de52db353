package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.GreyImage;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.json.Place;
import io.github.syr.message.Request.MaskRules;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes an object's mask from whatever its annotation has. */
final class MaskDrawer {

    /** Some seconds' work: an outline that crosses each of 10,000 rows 2,000 times. */
    private static final long MOST_CROSSINGS = 20_000_000;

    /** The predecessor's: what is darker counts as the black ground of a cut-out. */
    static final int CUT_OUT_GREY = 10;

    /** Half opaque. */
    static final int CUT_OUT_ALPHA = 128;

    private final ImageDecoder decoder;
    private final MaskFileReader maskFiles;

    /** @param rules which pixels of a mask file belong */
    MaskDrawer(ImageDecoder decoder, MaskRules rules) {
        this.decoder = decoder;
        this.maskFiles = new MaskFileReader(decoder, rules);
    }

    /**
     * The masks of an annotation: one, or one per value of a mask file.
     *
     * @param size of the upright image
     * @throws SyrException if it is of another size than the image, empty, or the whole image
     */
    List<BinaryMask> draw(AnnotatedObject object, Size size) {
        return prepare(object, size).stream().map(Supplier::get).toList();
    }

    /**
     * As {@link #draw}, of which each is drawn when it is asked for: an image may have a thousand objects, and the
     * masks of a large one don't fit memory together.
     */
    List<Supplier<BinaryMask>> prepare(AnnotatedObject object, Size size) {
        List<Supplier<BinaryMask>> masks = object.mask() instanceof MaskSource.MaskFile picture
                ? maskFiles.prepare(picture.file(), size)
                : List.of(() -> one(object, size));
        return masks.stream()
                .<Supplier<BinaryMask>>map(mask -> () -> requirePart(object, mask.get()))
                .toList();
    }

    private static BinaryMask requirePart(AnnotatedObject object, BinaryMask mask) {
        if (mask.area() == (long) mask.width() * mask.height()) {
            Place place =
                    object.mask() instanceof MaskSource.MaskFile picture ? Place.of(picture.file()) : object.place();
            throw place.error("the mask is the whole image.", "Mask the object only.");
        }
        return mask;
    }

    private BinaryMask one(AnnotatedObject object, Size size) {
        BinaryMask mask;
        if (object.mask() instanceof MaskSource.Drawn drawn) {
            requireBounded(object.place(), drawn, size);
            mask = shapes(drawn, size);
        } else if (object.mask() instanceof MaskSource.Runs runs) {
            requireSize(object.place(), runs.rle().size(), size);
            mask = runs.rle().mask();
        } else if (object.mask() instanceof MaskSource.CutOutFile cutOut) {
            return cutOut(cutOut, size);
        } else {
            throw new IllegalStateException("a mask source without a drawing: " + object.mask());
        }
        if (mask.isEmpty()) {
            throw object.place()
                    .error(
                            "the mask is empty: no pixel's centre of the image of " + size + " is inside.",
                            "Check that the annotation is in pixels of the upright image, or delete it.");
        }
        return mask;
    }

    private static void requireBounded(Place place, MaskSource.Drawn drawn, Size size) {
        long crossings = drawn.shapes().stream()
                .filter(Shape.Polygon.class::isInstance)
                .mapToLong(shape -> ((Shape.Polygon) shape).crossings(size.height()))
                .sum();
        if (crossings > MOST_CROSSINGS) {
            throw place.error(
                    "its outline crosses the rows of the image " + crossings + " times, more than " + MOST_CROSSINGS
                            + ".",
                    "Simplify the polygon, or save the object as a mask.");
        }
    }

    private static BinaryMask shapes(MaskSource.Drawn drawn, Size size) {
        BitSet pixels = new BitSet(size.width() * size.height());
        for (Shape shape : drawn.shapes()) {
            BitSet one = shape.pixels(size.width(), size.height());
            if (drawn.evenOdd()) {
                pixels.xor(one);
            } else {
                pixels.or(one);
            }
        }
        return new BinaryMask(size.width(), size.height(), pixels);
    }

    private BinaryMask onBlack(Path file, Size size) {
        GreyImage grey = decoder.grey(file);
        requireSize(Place.of(file), new Size(grey.width(), grey.height()), size);
        BinaryMask mask = grey.atLeast(CUT_OUT_GREY);
        if (mask.isEmpty()) {
            throw SyrException.badData(
                    file,
                    "is all black: its highest grey level is " + grey.brightest() + ", but a pixel belongs from "
                            + CUT_OUT_GREY + " on.",
                    "Cut the object out again.");
        }
        return mask;
    }

    private BinaryMask cutOut(MaskSource.CutOutFile cutOut, Size size) {
        Path file = cutOut.file();
        Optional<BinaryMask> alpha = decoder.alphaMask(file, CUT_OUT_ALPHA);
        if (alpha.isEmpty() && cutOut.alone()) {
            throw SyrException.badData(
                    file,
                    "nothing in it is transparent, and there is no photograph beside it.",
                    "Put the photographs into a folder images beside cutouts, paired by name.");
        }
        if (alpha.isEmpty()) {
            return onBlack(file, size);
        }
        BinaryMask mask = alpha.get();
        requireSize(Place.of(file), new Size(mask.width(), mask.height()), size);
        if (mask.isEmpty()) {
            throw SyrException.badData(
                    file,
                    "the mask is empty: no pixel has an alpha of " + CUT_OUT_ALPHA + " or more.",
                    "Cut the object out again.");
        }
        return mask;
    }

    static void requireSize(Place place, Size mask, Size image) {
        if (!mask.equals(image)) {
            throw place.error(
                    "the mask has " + mask + ", but the upright image has " + image + ".",
                    "Make both of one size; a photograph that EXIF turns is taken upright.");
        }
    }
}
