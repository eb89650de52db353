package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The linear layers of a model by name, and what LoRA adds to them: one for all its parts. */
final class LoraLayers {

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Lora> loras = new HashMap<>();

    /** @param weight outputs x inputs */
    void register(String layer, Shape weight) {
        shapes.put(layer, weight);
    }

    Map<String, Shape> shapes() {
        return shapes;
    }

    Map<String, Lora> loras() {
        return loras;
    }

    /**
     * A layer's output with what LoRA adds.
     *
     * @param output of the layer without it; closed where something is added
     * @param added what LoRA adds
     */
    NDArray adapted(String layer, NDArray output, Function<Lora, NDArray> added) {
        Lora lora = loras.get(layer);
        if (lora == null) {
            return output;
        }
        try (output;
                NDArray delta = added.apply(lora)) {
            return output.add(delta);
        }
    }
}
