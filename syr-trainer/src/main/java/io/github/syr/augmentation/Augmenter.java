package io.github.syr.augmentation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.message.Tuning.Augmentation;
import io.github.syr.sample.Detail;
import io.github.syr.sample.Sample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Changes training images at random, four of five; the rest stay as they are. The same stream gives the same bytes, and
 * whether one kind of change is switched on changes nothing about the others.
 */
public final class Augmenter {

    private static final double SHARE = .8;

    /** Views to draw for an image, at most, until one shows an object. */
    private static final int MOST_DRAWS = 10;

    /** An object of which less than this share is seen is left out. */
    private static final double LEAST_SEEN = .5;

    /** The model's input for which blur is given in pixels. */
    private static final double REFERENCE_SIDE = 256;

    private final Set<Augmentation> kinds;
    private final int side;
    private final OptionalInt maskSize;
    private int redrawn;
    private int givenUp;

    /**
     * @param kinds at least one
     * @param side the model's image size, pixels
     * @param maskSize the longest side of masks; that of the view unless given
     */
    public Augmenter(List<Augmentation> kinds, int side, OptionalInt maskSize) {
        this.kinds = EnumSet.copyOf(kinds);
        this.side = side;
        this.maskSize = maskSize;
    }

    /** The longest side of the images that views are taken from, for a model's image size. */
    public static int detailSide(int side) {
        return 2 * side;
    }

    /** How often a view showed no object and was drawn again. */
    public int redrawn() {
        return redrawn;
    }

    /** How many images stayed as they were because no view of several showed an object. */
    public int givenUp() {
        return givenUp;
    }

    /**
     * A variant of an image.
     *
     * @param detail of the same image
     * @param random used up
     * @return pixels of the original are its unit, as they are the sample's; boxes are those of the changed masks
     */
    public Sample augment(Sample sample, Detail detail, SplittableRandom random) {
        if (random.nextDouble() >= SHARE) {
            return sample;
        }
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            Map<Augmentation, SplittableRandom> streams = new EnumMap<>(Augmentation.class);
            for (Augmentation kind : Augmentation.values()) {
                streams.put(kind, random.split());
            }
            View view = View.draw(detail, kinds, streams);
            double scale = (double) sample.width() / detail.image().width();
            Size original = size(view.rectangle(), scale);
            List<Sample.AnnotatedMask> objects = objects(detail, view, original);
            if (!objects.isEmpty()) {
                RgbImage image = image(detail, view, original.longestSide(side), streams);
                return new Sample(sample.name(), sample.sha256(), original.width(), original.height(), image, objects);
            }
            redrawn++;
        }
        givenUp++;
        return sample;
    }

    private static Size size(Box rectangle, double scale) {
        return new Size((int) Math.max(1, Math.round(rectangle.width() * scale)), (int)
                Math.max(1, Math.round(rectangle.height() * scale)));
    }

    private List<Sample.AnnotatedMask> objects(Detail detail, View view, Size original) {
        Size size = size(view.rectangle(), 1).atMost(maskSize.orElse(Integer.MAX_VALUE));
        Warp warp = new Warp(view, size);
        double pixel = (double) size.width()
                * size.height()
                / (view.rectangle().width() * view.rectangle().height());
        double toX = (double) original.width() / size.width();
        double toY = (double) original.height() / size.height();
        List<Sample.AnnotatedMask> objects = new ArrayList<>();
        for (BinaryMask mask : detail.masks()) {
            BinaryMask seen = warp.of(mask);
            if (seen.isEmpty() || seen.area() < LEAST_SEEN * mask.area() * pixel) {
                continue;
            }
            Box box = seen.box().orElseThrow();
            objects.add(new Sample.AnnotatedMask(
                    Box.of(box.x0() * toX, box.y0() * toY, box.x1() * toX, box.y1() * toY), seen));
        }
        return objects;
    }

    /** Shrunk last, and as images that are not changed: by the filter that the model's images go through. */
    private RgbImage image(Detail detail, View view, Size size, Map<Augmentation, SplittableRandom> streams) {
        Warp warp = new Warp(view, size(view.rectangle(), 1));
        RgbImage image = warp.of(detail.image());
        SplittableRandom random = streams.get(Augmentation.GROUND);
        if (kinds.contains(Augmentation.GROUND) && random.nextBoolean()) {
            Ground ground = Ground.of(detail);
            if (ground != null) {
                BitSet objects = new BitSet();
                detail.masks().forEach(mask -> objects.or(warp.of(mask).bits()));
                ground.replace(image, objects, random);
            }
        }
        image = PillowResize.resize(image, size.width(), size.height());
        random = streams.get(Augmentation.BLUR);
        if (kinds.contains(Augmentation.BLUR) && random.nextInt(3) == 0) {
            image = Camera.blur(image, (.3 + .7 * random.nextDouble()) * side / REFERENCE_SIDE);
        }
        Light.change(image, kinds, streams);
        random = streams.get(Augmentation.JPEG);
        if (kinds.contains(Augmentation.JPEG) && random.nextInt(3) == 0) {
            image = Camera.jpeg(image, (float) (.4 + .5 * random.nextDouble()));
        }
        return image;
    }
}
