package io.github.syr.metrics;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.MaskOps;
import java.util.BitSet;
import java.util.OptionalDouble;

/** How alike a true and a predicted mask are; both empty is 1, one empty is 0. */
public final class SegmentationMetrics {

    private SegmentationMetrics() {}

    /** 2 |A ∩ B| / (|A| + |B|), 0 to 1. */
    public static double dice(BinaryMask truth, BinaryMask predicted) {
        long sum = (long) truth.area() + predicted.area();
        return sum == 0 ? 1 : 2.0 * common(truth, predicted) / sum;
    }

    /** |A ∩ B| / |A ∪ B|, 0 to 1. */
    public static double iou(BinaryMask truth, BinaryMask predicted) {
        int common = common(truth, predicted);
        long union = (long) truth.area() + predicted.area() - common;
        return union == 0 ? 1 : (double) common / union;
    }

    /** IoU of the two boundaries, 0 to 1; see {@link MaskOps#boundary}. */
    public static double boundaryIou(BinaryMask truth, BinaryMask predicted) {
        if (truth.isEmpty() && predicted.isEmpty()) {
            return 1;
        }
        return iou(MaskOps.boundary(truth), MaskOps.boundary(predicted));
    }

    /** The share of the true mask's hole pixels that are predicted as object, 0 to 1; none if it has no hole. */
    public static OptionalDouble holeError(BinaryMask truth, BinaryMask predicted) {
        BinaryMask holes = MaskOps.holes(truth);
        return holes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) common(holes, predicted) / holes.area());
    }

    private static int common(BinaryMask a, BinaryMask b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException(a + " and " + b + " are of different sizes");
        }
        BitSet common = (BitSet) a.bits().clone();
        common.and(b.bits());
        return common.cardinality();
    }
}
