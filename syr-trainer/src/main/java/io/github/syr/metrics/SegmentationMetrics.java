package io.github.syr.metrics;

import io.github.syr.image.BinaryMask;
import io.github.syr.mask.MaskOps;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * How well a predicted mask matches the true one, all numbers 0 to 1. Where both masks are empty the overlaps are 1,
 * where one is, 0.
 *
 * @param dice 2 |a and b| / (|a| + |b|)
 * @param iou |a and b| / |a or b|
 * @param boundaryIou the IoU of both masks' boundaries (Cheng et al. 2021); see {@link MaskOps#boundary}
 * @param holeError the share of the true mask's holes that is predicted as object; none if it has no hole; see
 *     {@link MaskOps#holes}
 */
public record SegmentationMetrics(double dice, double iou, double boundaryIou, OptionalDouble holeError) {

    /**
     * Compares two masks.
     *
     * @throws IllegalArgumentException if they differ in size
     */
    public static SegmentationMetrics of(BinaryMask truth, BinaryMask predicted) {
        if (truth.width() != predicted.width() || truth.height() != predicted.height()) {
            throw new IllegalArgumentException("a predicted mask of " + predicted.width() + " x " + predicted.height()
                    + " pixels can't be compared with a true one of " + truth.width() + " x " + truth.height());
        }
        return new SegmentationMetrics(
                dice(truth, predicted),
                iou(truth, predicted),
                iou(MaskOps.boundary(truth), MaskOps.boundary(predicted)),
                holeError(truth, predicted));
    }

    /** 2 |A ∩ B| / (|A| + |B|) alone, 0 to 1: what an epoch is chosen by. */
    public static double dice(BinaryMask truth, BinaryMask predicted) {
        long both = common(truth, predicted);
        long sum = (long) truth.area() + predicted.area();
        return sum == 0 ? 1.0 : 2.0 * both / sum;
    }

    private static double iou(BinaryMask truth, BinaryMask predicted) {
        long both = common(truth, predicted);
        long either = (long) truth.area() + predicted.area() - both;
        return either == 0 ? 1.0 : (double) both / either;
    }

    private static OptionalDouble holeError(BinaryMask truth, BinaryMask predicted) {
        if (truth.isEmpty()) {
            return OptionalDouble.empty();
        }
        BinaryMask holes = MaskOps.holes(truth, truth.box().orElseThrow());
        return holes.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) common(holes, predicted) / holes.area());
    }

    private static long common(BinaryMask a, BinaryMask b) {
        BitSet common = (BitSet) a.bits().clone();
        common.and(b.bits());
        return common.cardinality();
    }
}
