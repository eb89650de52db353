package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.message.Request.MaskRules;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.List;
import java.util.stream.IntStream;

/** Mask files that {@link MaskFileReader} reads as they were meant, by the rules of today's settings. */
final class MaskPicture {

    private static final int WHITE = 255;

    private MaskPicture() {}

    /**
     * A PNG of grey levels with the masks of all objects in it.
     *
     * @param masks of one size
     * @throws SyrException if one file can't hold so many objects by these rules, or two share a pixel
     */
    static byte[] of(List<BinaryMask> masks, MaskRules rules) {
        boolean isOne = rules.objects() == MaskObjects.ONE;
        if (isOne && masks.size() > 1) {
            throw SyrException.badRequest(
                    "the image has " + masks.size() + " objects, and a mask file of this data set holds one.",
                    "Add one object, or set <maskObjects>values</maskObjects>, where each value is an object.");
        }
        requireApart(masks);
        int[] levels = levels(masks.size(), rules);
        int ground = IntStream.iterate(0, level -> level + 1)
                .filter(level -> !rules.values().contains(level))
                .findFirst()
                .orElseThrow();
        return PngFile.bytes(picture(masks, levels, ground));
    }

    /** The value of each object, ascending: the reader takes them so. */
    private static int[] levels(int count, MaskRules rules) {
        if (rules.values().isEmpty()) {
            return IntStream.rangeClosed(1, count).map(i -> WHITE * i / count).toArray();
        }
        int[] values = rules.values().stream()
                .mapToInt(Integer::intValue)
                .distinct()
                .sorted()
                .toArray();
        if (count > values.length) {
            throw SyrException.badRequest(
                    "the image has " + count + " objects, and <maskValues> names " + values.length
                            + (values.length == 1 ? " value" : " values") + " for them.",
                    "Add fewer objects, or name more values.");
        }
        return IntStream.of(values).limit(count).toArray();
    }

    private static void requireApart(List<BinaryMask> masks) {
        for (int i = 0; i < masks.size(); i++) {
            for (int k = 0; k < i; k++) {
                if (masks.get(i).bits().intersects(masks.get(k).bits())) {
                    throw SyrException.badRequest(
                            "the objects " + (k + 1) + " and " + (i + 1)
                                    + " share pixels, and in a mask file a pixel has one value.",
                            "Mark them so that they don't overlap.");
                }
            }
        }
    }

    private static BufferedImage picture(List<BinaryMask> masks, int[] levels, int ground) {
        int width = masks.get(0).width();
        boolean isWide = IntStream.of(levels).anyMatch(level -> level > WHITE) || ground > WHITE;
        BufferedImage picture = new BufferedImage(
                width, masks.get(0).height(), isWide ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = picture.getRaster();
        if (ground != 0) {
            for (int i = 0; i < width * picture.getHeight(); i++) {
                raster.setSample(i % width, i / width, 0, ground);
            }
        }
        for (int object = 0; object < levels.length; object++) {
            int level = levels[object];
            masks.get(object).bits().stream().forEach(i -> raster.setSample(i % width, i / width, 0, level));
        }
        return picture;
    }

    /** A PNG of the object cut out in place: all else is transparent, and keeps its colours under that. */
    static byte[] cutOut(RgbImage image, BinaryMask mask) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_ARGB);
        byte[] rgb = image.pixels();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int alpha = mask.bits().get(i) ? WHITE : 0;
            picture.setRGB(
                    i % image.width(),
                    i / image.width(),
                    alpha << 24 | (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
        return PngFile.bytes(picture);
    }
}
