package io.github.syr.training;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.message.Tuning.PromptShare;
import io.github.syr.sample.Sample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the prompts of training images, as people give them: loose boxes, and clicks. */
final class PromptDrawer {

    /** How far beside an object's box background is clicked, in sides of the box. */
    private static final double BESIDE = 0.25;

    private static final int MOST_TRIES = 20;

    private final List<PromptShare> shares;
    private final int jitter;

    /** @param jitter the most pixels of the original image by which each side of a box is moved outwards */
    PromptDrawer(List<PromptShare> shares, int jitter) {
        this.shares = shares;
        this.jitter = jitter;
    }

    /**
     * Prompts for the objects of an image.
     *
     * @param boxes the stream of boxes
     * @param others the stream of all else
     */
    Prompted draw(Sample sample, SplittableRandom boxes, SplittableRandom others) {
        // nothing to click on where an object is lost at the size of the loss
        boolean lost =
                sample.objects().stream().anyMatch(object -> object.mask().isEmpty());
        PromptKind kind = lost ? PromptKind.BOX : kind(others);
        return switch (kind) {
            case BOX, CORRECTION -> new Prompted(sample, kind, loose(sample, boxes), List.of(), others);
            case CLICK -> new Prompted(sample, kind, List.of(), clicks(sample, 1, others), others);
            case CLICKS -> new Prompted(sample, kind, List.of(), clicks(sample, 2 + others.nextInt(3), others), others);
        };
    }

    private PromptKind kind(SplittableRandom random) {
        int at = random.nextInt(shares.stream().mapToInt(PromptShare::weight).sum());
        for (PromptShare share : shares) {
            at -= share.weight();
            if (at < 0) {
                return share.kind();
            }
        }
        throw new IllegalStateException("shares of no weight");
    }

    private List<Box> loose(Sample sample, SplittableRandom random) {
        return sample.objects().stream()
                .map(object -> Jitter.apply(object.box(), jitter, sample.width(), sample.height(), random))
                .toList();
    }

    private static List<List<Click>> clicks(Sample sample, int count, SplittableRandom random) {
        List<List<Click>> all = new ArrayList<>();
        for (Sample.AnnotatedMask object : sample.objects()) {
            List<Click> clicks = new ArrayList<>();
            clicks.add(on(object.mask(), object.mask().bits(), true, sample, random));
            for (int i = 1; i < count; i++) {
                clicks.add(
                        random.nextBoolean()
                                ? on(object.mask(), object.mask().bits(), true, sample, random)
                                : beside(object, sample, random));
            }
            all.add(clicks);
        }
        return all;
    }

    /**
     * A click on one of some pixels.
     *
     * @param grid whose size the pixels are of
     * @param pixels at least one, row by row
     */
    static Click on(BinaryMask grid, BitSet pixels, boolean foreground, Sample sample, SplittableRandom random) {
        int skip = random.nextInt(pixels.cardinality());
        int at = pixels.nextSetBit(0);
        for (int i = 0; i < skip; i++) {
            at = pixels.nextSetBit(at + 1);
        }
        return at(grid, at % grid.width(), at / grid.width(), foreground, sample);
    }

    /** The centre of a mask's pixel, as pixels of the original are counted. */
    private static Click at(BinaryMask grid, int x, int y, boolean foreground, Sample sample) {
        return new Click(
                (x + 0.5) * sample.width() / grid.width() - 0.5,
                (y + 0.5) * sample.height() / grid.height() - 0.5,
                foreground);
    }

    /** On the background near the object; where none is found, on the object. */
    private static Click beside(Sample.AnnotatedMask object, Sample sample, SplittableRandom random) {
        BinaryMask mask = object.mask();
        Box box = mask.box().orElseThrow();
        for (int i = 0; i < MOST_TRIES; i++) {
            int x = (int) Math.floor(box.x0() + box.width() * (random.nextDouble() * (1 + 2 * BESIDE) - BESIDE));
            int y = (int) Math.floor(box.y0() + box.height() * (random.nextDouble() * (1 + 2 * BESIDE) - BESIDE));
            if (x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && !mask.get(x, y)) {
                return at(mask, x, y, false, sample);
            }
        }
        return on(mask, mask.bits(), true, sample, random);
    }
}
