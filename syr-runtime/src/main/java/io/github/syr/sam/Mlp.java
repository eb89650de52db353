package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Linear layers with ReLU between them, the reference's {@code MLP}. */
final class Mlp {

    private final List<Linear> layers = new ArrayList<>();

    Mlp(Weights weights, int depth) {
        for (int i = 0; i < depth; i++) {
            layers.add(new Linear(weights.at("layers." + i)));
        }
    }

    NDArray forward(NDArray x) {
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x);
            if (i < layers.size() - 1) {
                x = x.getNDArrayInternal().relu();
            }
        }
        return x;
    }
}
