package io.github.syr.augmentation;

import io.github.syr.image.RgbImage;
import io.github.syr.message.Tuning.Augmentation;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Brightness, contrast and colour of an image: one linear function a band. */
final class Light {

    private static final int BANDS = 3;

    private Light() {}

    /** Changes an image in place, by those of {@code BRIGHTNESS}, {@code CONTRAST} and {@code COLOUR} that apply. */
    static void change(RgbImage image, Set<Augmentation> kinds, Map<Augmentation, SplittableRandom> streams) {
        double[] factor = {1, 1, 1};
        double[] offset = {0, 0, 0};
        if (kinds.contains(Augmentation.CONTRAST)) {
            double contrast = Draw.between(streams.get(Augmentation.CONTRAST), .8, 1.2);
            double mean = mean(image);
            apply(factor, offset, contrast, mean * (1 - contrast));
        }
        if (kinds.contains(Augmentation.COLOUR)) {
            SplittableRandom random = streams.get(Augmentation.COLOUR);
            for (int band = 0; band < BANDS; band++) {
                double cast = Draw.between(random, .92, 1.08);
                factor[band] *= cast;
                offset[band] *= cast;
            }
        }
        if (kinds.contains(Augmentation.BRIGHTNESS)) {
            SplittableRandom random = streams.get(Augmentation.BRIGHTNESS);
            apply(factor, offset, Draw.between(random, .8, 1.15), Draw.between(random, -12, 12));
        }
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            double value = (pixels[i] & 0xFF) * factor[i % BANDS] + offset[i % BANDS];
            pixels[i] = (byte) (int) Math.max(0, Math.min(255, value + .5));
        }
    }

    private static void apply(double[] factor, double[] offset, double by, double more) {
        for (int band = 0; band < BANDS; band++) {
            factor[band] *= by;
            offset[band] = offset[band] * by + more;
        }
    }

    private static double mean(RgbImage image) {
        long sum = 0;
        for (byte value : image.pixels()) {
            sum += value & 0xFF;
        }
        return (double) sum / image.pixels().length;
    }
}
