package io.github.syr.metrics;

import io.github.syr.image.BinaryMask;

/** MONAI's {@code DiceCELoss(sigmoid=True, squared_pred=True, reduction="mean")} of one mask: what a training makes smaller. */
public final class DiceCe {

    private static final double SMOOTH = 1e-5;

    private DiceCe() {}

    /**
     * @param logits height x width, row by row
     * @param truth of the same size
     * @return at least 0
     */
    public static double of(float[] logits, BinaryMask truth) {
        double intersection = 0;
        double squares = 0;
        double crossEntropy = 0;
        for (int i = 0; i < logits.length; i++) {
            double x = logits[i];
            double e = Math.exp(-Math.abs(x));
            double p = x >= 0 ? 1 / (1 + e) : e / (1 + e);
            boolean t = truth.bits().get(i);
            intersection += t ? p : 0;
            squares += p * p;
            crossEntropy += Math.max(x, 0) - (t ? x : 0) + Math.log1p(e);
        }
        double dice = 1 - (2 * intersection + SMOOTH) / (squares + truth.area() + SMOOTH);
        return dice + crossEntropy / logits.length;
    }
}
