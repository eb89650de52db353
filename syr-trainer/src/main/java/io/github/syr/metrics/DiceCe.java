package io.github.syr.metrics;

import io.github.syr.image.BinaryMask;

/**
 * MONAI's {@code DiceCELoss(sigmoid=True, squared_pred=True, reduction="mean")} of one object, the loss that is trained
 * on, as a number to report. For objects of one size, a batch's loss is the mean over its objects.
 *
 * @param dice soft Dice loss of the probabilities p = sigmoid(logit): 1 - (2 sum(p t) + 1e-5) / (sum(p^2) + sum(t^2) +
 *     1e-5)
 * @param crossEntropy mean binary cross entropy of the logits, natural logarithm
 */
public record DiceCe(double dice, double crossEntropy) {

    private static final double SMOOTH = 1e-5;

    /**
     * Computes the loss, in doubles.
     *
     * @param logits height x width, row by row
     * @throws IllegalArgumentException if their number is not the mask's
     */
    public static DiceCe of(float[] logits, BinaryMask truth) {
        if (logits.length != truth.width() * truth.height()) {
            throw new IllegalArgumentException(logits.length + " logits don't fit a mask of " + truth.width() + " x "
                    + truth.height() + " pixels");
        }
        double common = 0.0;
        double squares = 0.0;
        double entropy = 0.0;
        for (int i = 0; i < logits.length; i++) {
            double logit = logits[i];
            double decay = Math.exp(-Math.abs(logit));
            double probability = logit >= 0 ? 1.0 / (1.0 + decay) : decay / (1.0 + decay);
            squares += probability * probability;
            // max(x, 0) - x t + log(1 + exp(-|x|)), as PyTorch: no overflow for any logit
            entropy += Math.max(logit, 0.0) + Math.log1p(decay);
            if (truth.bits().get(i)) {
                common += probability;
                entropy -= logit;
            }
        }
        double dice = 1.0 - (2.0 * common + SMOOTH) / (squares + truth.area() + SMOOTH);
        return new DiceCe(dice, entropy / logits.length);
    }

    /** The loss: Dice and cross entropy, each weighing 1. */
    public double total() {
        return dice + crossEntropy;
    }
}
