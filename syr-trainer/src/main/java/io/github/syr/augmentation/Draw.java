package io.github.syr.augmentation;

import java.util.SplittableRandom;

/** Random numbers. */
final class Draw {

    private Draw() {}

    /** Uniform, from {@code least} up to {@code most}. */
    static double between(SplittableRandom random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
