package io.github.syr.augmentation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.sample.Detail;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ground of a packshot in another colour. What isn't an object is multiplied by new over old colour, so that
 * shadows, reflections and things that aren't annotated stay where they are.
 *
 * @param colour the ground's: red, green, blue, in levels
 */
record Ground(double[] colour) {

    private static final int BANDS = 3;

    /** Under this level a quotient by the ground's colour is noise. */
    private static final double DARKEST = 48;

    /** Levels that a border of one colour strays from its median, on average, at most. */
    private static final double MOST_DEVIATION = 20;

    /** The ground of an image, or null where its border shows no ground of nearly one colour. */
    static @Nullable Ground of(Detail detail) {
        RgbImage image = detail.image();
        double[] colour = new double[BANDS];
        for (int band = 0; band < BANDS; band++) {
            int[] levels = border(detail, band);
            if (levels.length < image.width() + image.height()) {
                return null; // objects cover most of the border
            }
            Arrays.sort(levels);
            int median = levels[levels.length / 2];
            double deviation = Arrays.stream(levels)
                    .map(level -> Math.abs(level - median))
                    .average()
                    .orElse(0);
            if (median < DARKEST || deviation > MOST_DEVIATION) {
                return null;
            }
            colour[band] = median;
        }
        return new Ground(colour);
    }

    /** The levels of the border's pixels that belong to no object. */
    private static int[] border(Detail detail, int band) {
        int width = detail.image().width();
        int height = detail.image().height();
        byte[] pixels = detail.image().pixels();
        return IntStream.range(0, width * height)
                .filter(i -> i < width || i >= width * (height - 1) || i % width == 0 || i % width == width - 1)
                .filter(i -> detail.masks().stream().map(BinaryMask::bits).noneMatch(bits -> bits.get(i)))
                .map(i -> pixels[BANDS * i + band] & 0xFF)
                .toArray();
    }

    /**
     * Changes an image in place.
     *
     * @param objects the pixels that stay
     */
    void replace(RgbImage image, BitSet objects, SplittableRandom random) {
        double[] other = colour(random);
        double slope = .3 * random.nextDouble() - .15; // lighter or darker towards the bottom
        byte[] pixels = image.pixels();
        int count = image.width() * image.height();
        for (int i = objects.nextClearBit(0); i < count; i = objects.nextClearBit(i + 1)) {
            double light = 1 + slope * (2.0 * (i / image.width()) / image.height() - 1);
            for (int band = 0; band < BANDS; band++) {
                int old = pixels[BANDS * i + band] & 0xFF;
                double fresh = Math.min(255, old * other[band] / colour[band] * light + .5);
                pixels[BANDS * i + band] = (byte) (int) fresh;
            }
        }
    }

    /** Any hue, little to medium saturation, a value of 70 to 255. */
    private static double[] colour(SplittableRandom random) {
        double value = 70 + 185 * random.nextDouble();
        double saturation = .6 * random.nextDouble() * random.nextDouble();
        double hue = 6 * random.nextDouble();
        double[] colour = new double[BANDS];
        for (int band = 0; band < BANDS; band++) {
            double k = (5 - 2 * band + hue) % 6; // HSV to RGB
            colour[band] = value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
        }
        return colour;
    }
}
