package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/**
 * MONAI's {@code DiceCELoss(sigmoid=True, squared_pred=True, reduction="mean")} of one-channel logits, and its gradient
 * in closed form: at the original size the logits are the largest arrays of a step, and autograd would keep a dozen of
 * them.
 */
final class DiceCeLoss {

    /** MONAI's smooth_nr and smooth_dr. */
    private static final float SMOOTH = 1e-5f;

    private DiceCeLoss() {}

    /**
     * @param values each object's loss
     * @param gradient N x 1 x H x W, of their sum
     */
    record LossAndGradient(double[] values, NDArray gradient) {

        /** The sum over the objects. */
        double value() {
            return Arrays.stream(values).sum();
        }
    }

    /**
     * @param logits N x 1 x H x W, no part of a graph; its manager owns the gradient
     * @param truth N x 1 x H x W, 0 or 1
     */
    static LossAndGradient of(NDArray logits, NDArray truth) {
        NDManager owner = logits.getManager();
        try (NDManager scope = owner.newSubManager()) {
            logits.tempAttach(scope);
            truth.tempAttach(scope);
            int[] pixels = {1, 2, 3};
            long count = logits.getShape().get(2) * logits.getShape().get(3);
            NDArray p = logits.getNDArrayInternal().sigmoid();
            NDArray intersection = p.mul(truth).sum(pixels, true); // N x 1 x 1 x 1
            NDArray denominator =
                    p.square().sum(pixels, true).add(truth.sum(pixels, true)).add(SMOOTH);
            NDArray numerator = intersection.mul(2).add(SMOOTH);
            float[] dice = numerator.div(denominator).neg().add(1).toFloatArray();

            // BCE with logits: max(x, 0) - x t + log(1 + exp(-|x|)), the last as -log(sigmoid(|x|))
            NDArray ce = logits.getNDArrayInternal().relu().subi(logits.mul(truth));
            ce.subi(logits.abs().getNDArrayInternal().sigmoid().log());
            float[] crossEntropy = ce.sum(pixels).toFloatArray();
            double[] values = new double[dice.length];
            Arrays.setAll(values, i -> dice[i] + crossEntropy[i] / (double) count);

            // d dice / d p = 2 p n / d^2 - 2 t / d, times d p / d x = p (1 - p); d ce / d x = (p - t) / count
            NDArray byP = p.mul(numerator.mul(2).div(denominator.square()))
                    .subi(truth.mul(denominator.pow(-1).mul(2)));
            byP.muli(p.sub(p.square()));
            byP.addi(p.sub(truth).divi(count));
            byP.attach(owner);
            return new LossAndGradient(values, byP);
        }
    }
}
