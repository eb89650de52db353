package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;

/** {@code x W^T + b}, and what LoRA adds: ... x inputs → ... x outputs. */
final class Linear {

    private final NDArray weight; // outputs x inputs
    private final NDArray bias; // outputs
    private final String name;
    private final LoraLayers lora;

    Linear(Weights weights) {
        this(weights.get("weight"), weights.get("bias"), weights.name(), weights.lora());
    }

    private Linear(NDArray weight, NDArray bias, String name, LoraLayers lora) {
        this.weight = weight;
        this.bias = bias;
        this.name = name;
        this.lora = lora;
        lora.register(name, weight.getShape());
    }

    /**
     * The layers that one layer's outputs are made of, of the same memory.
     *
     * @param names of the parts, below the layer's own, in order; each has as many outputs
     */
    static List<Linear> parts(Weights weights, List<String> names) {
        NDArray weight = weights.get("weight");
        NDArray bias = weights.get("bias");
        long outputs = bias.size() / names.size();
        return IntStream.range(0, names.size())
                .mapToObj(i -> {
                    String rows = i * outputs + ":" + (i + 1) * outputs;
                    return new Linear(
                            weight.get(rows), bias.get(rows), weights.name() + "." + names.get(i), weights.lora());
                })
                .toList();
    }

    /** The number of outputs. */
    long width() {
        return bias.size();
    }

    NDArray forward(NDArray x) {
        NDArray output = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
        return lora.adapted(name, output, x);
    }
}
