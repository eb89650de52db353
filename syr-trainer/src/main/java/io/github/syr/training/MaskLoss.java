package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.message.Tuning;
import java.util.Arrays;
import java.util.Optional;

/**
 * The loss of one-channel logits and its gradient in closed form: at the original size the logits are the largest
 * arrays of a step, and autograd would keep a dozen of them.
 *
 * <p>{@code DICE_CE} is MONAI's {@code DiceCELoss(sigmoid=True, squared_pred=True, reduction="mean")};
 * {@code FOCAL_DICE} is 20 x focal loss (Lin et al. 2017, alpha 0.25, gamma 2, mean over the pixels) + the same Dice,
 * the proportion of SAM's paper. The boundary term is that of Kervadec et al. 2019: the mean over the pixels of
 * probability times signed distance to the object's border, negative inside, as a share of the longer side.
 */
record MaskLoss(Tuning.Loss how) {

    /** MONAI's smooth_nr and smooth_dr. */
    private static final float SMOOTH = 1e-5f;

    private static final double FOCAL_WEIGHT = 20;
    private static final double ALPHA = 0.25;
    private static final int GAMMA = 2;

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
     * What a loss needs beside the truth; each N x 1 x H x W.
     *
     * @param weights of the pixels' cross entropy or focal loss; 1 unless given
     * @param distance see above; no boundary term unless given
     */
    record Maps(Optional<NDArray> weights, Optional<NDArray> distance) {

        static final Maps NONE = new Maps(Optional.empty(), Optional.empty());
    }

    /**
     * @param logits N x 1 x H x W, no part of a graph; its manager owns the gradient
     * @param truth N x 1 x H x W, 0 or 1
     */
    LossAndGradient of(NDArray logits, NDArray truth, Maps maps) {
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
            PixelTerm term =
                    how.kind() == Tuning.LossKind.DICE_CE ? new PixelTerm(ce, p.sub(truth)) : focal(ce, p, truth);
            if (maps.weights().isPresent()) {
                NDArray weights = maps.weights().get();
                weights.tempAttach(scope);
                term = new PixelTerm(term.loss().mul(weights), term.gradient().mul(weights));
            }
            float[] perPixel = term.loss().sum(pixels).toFloatArray();
            double[] values = new double[dice.length];
            Arrays.setAll(values, i -> dice[i] + perPixel[i] / (double) count);

            // d dice / d p = 2 p n / d^2 - 2 t / d, times d p / d x = p (1 - p)
            NDArray gradient = p.mul(numerator.mul(2).div(denominator.square()))
                    .subi(truth.mul(denominator.pow(-1).mul(2)));
            gradient.muli(p.sub(p.square()));
            gradient.addi(term.gradient().divi(count));
            if (maps.distance().isPresent()) {
                NDArray distance = maps.distance().get();
                distance.tempAttach(scope);
                float[] boundary = p.mul(distance).sum(pixels).toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] += how.boundaryWeight() * boundary[i] / count;
                }
                gradient.addi(distance.mul(p.sub(p.square())).muli(how.boundaryWeight() / count));
            }
            gradient.attach(owner);
            return new LossAndGradient(values, gradient);
        }
    }

    /** A loss of each pixel and its gradient by the logit. */
    private record PixelTerm(NDArray loss, NDArray gradient) {}

    /** a (1 - q)^2 ce, q the probability of the truth; its gradient is -s a (1 - q)^2 (2 q ce + 1 - q), s = 1 or -1. */
    private static PixelTerm focal(NDArray ce, NDArray p, NDArray truth) {
        NDArray sign = truth.mul(2).sub(1);
        NDArray q = p.mul(sign).add(truth.neg().add(1));
        NDArray missing = q.neg().add(1);
        NDArray factor =
                truth.mul(2 * ALPHA - 1).add(1 - ALPHA).mul(missing.square()).mul(FOCAL_WEIGHT);
        NDArray gradient =
                q.mul(ce).mul(GAMMA).add(missing).mul(factor).mul(sign).neg();
        return new PixelTerm(ce.mul(factor), gradient);
    }
}
