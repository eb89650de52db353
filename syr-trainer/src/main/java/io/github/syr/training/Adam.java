package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.OwnMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015) as PyTorch's {@code torch.optim.Adam} computes it, and AdamW (Loshchilov and Hutter 2019)
 * as {@code torch.optim.AdamW} does: parameters shrink by rate times decay before each step. DJL's own Adam adds
 * epsilon before the bias correction, which shows while gradients are small.
 */
final class Adam {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDManager owner;
    private final double learningRate;
    private final double weightDecay;
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();
    private int step;

    /**
     * @param owner of the moments
     * @param weightDecay AdamW's; 0 is Adam
     */
    Adam(NDManager owner, List<NDArray> parameters, double learningRate, double weightDecay) {
        this.owner = owner;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        for (NDArray parameter : parameters) {
            first.add(owner.zeros(parameter.getShape()));
            second.add(owner.zeros(parameter.getShape()));
        }
    }

    /** The means of gradients, in the order of the parameters. */
    List<NDArray> firstMoments() {
        return List.copyOf(first);
    }

    /** The means of squared gradients. */
    List<NDArray> secondMoments() {
        return List.copyOf(second);
    }

    /** Goes on from where another one was after so many steps. */
    void resume(int steps, List<float[]> firstMoments, List<float[]> secondMoments) {
        step = steps;
        OwnMemory.replace(owner, first, firstMoments);
        OwnMemory.replace(owner, second, secondMoments);
    }

    /** Changes the parameters in place, at the whole learning rate. */
    void step(List<NDArray> parameters, List<NDArray> gradients) {
        step(parameters, gradients, 1);
    }

    /**
     * Changes the parameters in place.
     *
     * @param factor that the learning rate is multiplied by
     */
    void step(List<NDArray> parameters, List<NDArray> gradients, double factor) {
        step++;
        double correction1 = 1 - Math.pow(BETA1, step);
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, step));
        for (int i = 0; i < parameters.size(); i++) {
            try (NDManager scope = parameters.get(i).getManager().newSubManager()) {
                NDArray gradient = gradients.get(i);
                gradient.attach(scope);
                first.get(i).muli(BETA1).addi(gradient.mul(1 - BETA1));
                second.get(i).muli(BETA2).addi(gradient.square().muli(1 - BETA2));
                NDArray root = second.get(i).duplicate();
                root.attach(scope);
                NDArray update = first.get(i).duplicate();
                update.attach(scope);
                update.divi(root.sqrt().divi(correction2).addi(EPSILON)).muli(factor * learningRate / correction1);
                if (weightDecay > 0) {
                    parameters.get(i).muli(1 - factor * learningRate * weightDecay);
                }
                parameters.get(i).subi(update);
            }
        }
    }
}
