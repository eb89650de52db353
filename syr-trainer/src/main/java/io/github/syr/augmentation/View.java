package io.github.syr.augmentation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Tuning.Augmentation;
import io.github.syr.sample.Detail;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is seen of an image: a rectangle of the image once it is mirrored and turned around its centre. Coordinates are
 * pixels of the image, real numbers; the centre of the first pixel is at 0.5, 0.5.
 *
 * @param rectangle in the frame of the mirrored and turned image
 * @param flipped whether the image is mirrored, left to right
 * @param cos of the angle by which it is turned after that, clockwise as seen
 * @param sin of that angle
 * @param width of the image
 * @param height of the image
 */
record View(Box rectangle, boolean flipped, double cos, double sin, int width, int height) {

    private static final double MOST_DEGREES = 20;

    /** A view under this many pixels of the image shows nothing to learn from. */
    private static final double LEAST_SIDE = 8;

    /** The whole image as it is. */
    static View whole(RgbImage image) {
        return new View(Box.of(0, 0, image.width(), image.height()), false, 1, 0, image.width(), image.height());
    }

    /**
     * Draws a view.
     *
     * @param kinds which of {@code FLIP}, {@code ROTATION}, {@code CROP} and {@code SCALE} apply
     * @param streams one a kind
     */
    static View draw(Detail detail, Set<Augmentation> kinds, Map<Augmentation, SplittableRandom> streams) {
        View view = whole(detail.image());
        if (kinds.contains(Augmentation.FLIP)) {
            view = new View(
                    view.rectangle, streams.get(Augmentation.FLIP).nextBoolean(), 1, 0, view.width, view.height);
        }
        if (kinds.contains(Augmentation.ROTATION)) {
            double angle =
                    Math.toRadians(Draw.between(streams.get(Augmentation.ROTATION), -MOST_DEGREES, MOST_DEGREES));
            view = new View(
                    view.rectangle,
                    view.flipped,
                    StrictMath.cos(angle),
                    StrictMath.sin(angle),
                    view.width,
                    view.height);
        }
        if (kinds.contains(Augmentation.CROP)) {
            view = view.around(detail.masks(), streams.get(Augmentation.CROP));
        }
        if (kinds.contains(Augmentation.SCALE)) {
            view = view.larger(Draw.between(streams.get(Augmentation.SCALE), 1, 1.5));
        }
        return view;
    }

    /** A rectangle around one of the masks, or around all of them, with a random margin on each side. */
    private View around(List<BinaryMask> masks, SplittableRandom random) {
        boolean all = random.nextBoolean();
        BinaryMask one = masks.get(random.nextInt(masks.size()));
        List<BinaryMask> wanted = (all ? masks : List.of(one))
                .stream().filter(mask -> !mask.isEmpty()).toList();
        if (wanted.isEmpty()) {
            return this; // objects that shrinking has lost
        }
        Box box = boxOf(wanted);
        double margin = Draw.between(random, .05, .6) * Math.max(box.width(), box.height());
        double x0 = Math.max(0, box.x0() - Draw.between(random, .1, 1) * margin);
        double y0 = Math.max(0, box.y0() - Draw.between(random, .1, 1) * margin);
        double x1 = Math.min(width, box.x1() + Draw.between(random, .1, 1) * margin);
        double y1 = Math.min(height, box.y1() + Draw.between(random, .1, 1) * margin);
        if (x1 - x0 < LEAST_SIDE || y1 - y0 < LEAST_SIDE) {
            return this; // turned out of the image, or tiny
        }
        return withRectangle(Box.of(x0, y0, x1, y1));
    }

    private View withRectangle(Box other) {
        return new View(other, flipped, cos, sin, width, height);
    }

    private View larger(double factor) {
        double dx = rectangle.width() * (factor - 1) / 2;
        double dy = rectangle.height() * (factor - 1) / 2;
        return withRectangle(
                Box.of(rectangle.x0() - dx, rectangle.y0() - dy, rectangle.x1() + dx, rectangle.y1() + dy));
    }

    /** The box around masks, at least one pixel, once they are mirrored and turned. */
    private Box boxOf(List<BinaryMask> masks) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = Double.POSITIVE_INFINITY;
        double x1 = Double.NEGATIVE_INFINITY;
        double y1 = Double.NEGATIVE_INFINITY;
        for (BinaryMask mask : masks) {
            for (int y = 0; y < height; y++) {
                int first = mask.bits().nextSetBit(y * width);
                if (first < 0 || first >= (y + 1) * width) {
                    continue;
                }
                int last = mask.bits().previousSetBit((y + 1) * width - 1);
                // the corners of what the row has of the mask
                for (int corner = 0; corner < 4; corner++) {
                    double dx = (corner % 2 == 0 ? first : last + 1) - y * width - width / 2.0;
                    double dy = y + corner / 2 - height / 2.0;
                    dx = flipped ? -dx : dx;
                    double x = cos * dx - sin * dy + width / 2.0;
                    double top = sin * dx + cos * dy + height / 2.0;
                    x0 = Math.min(x0, x);
                    x1 = Math.max(x1, x);
                    y0 = Math.min(y0, top);
                    y1 = Math.max(y1, top);
                }
            }
        }
        return Box.of(x0, y0, x1, y1);
    }

    /** Where a point of the mirrored and turned image lies in the image: its x. */
    double x(double x, double y) {
        double dx = cos * (x - width / 2.0) + sin * (y - height / 2.0);
        return width / 2.0 + (flipped ? -dx : dx);
    }

    /** Where a point of the mirrored and turned image lies in the image: its y. */
    double y(double x, double y) {
        return height / 2.0 - sin * (x - width / 2.0) + cos * (y - height / 2.0);
    }
}
