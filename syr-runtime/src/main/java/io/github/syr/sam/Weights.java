package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.CheckpointTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a checkpoint below a prefix, made into arrays of one manager as they are asked for. */
final class Weights {

    private final NDManager manager;
    private final Map<String, CheckpointTensor> tensors;
    private final Map<String, float[]> replaced;
    private final OwnMemory.Loader loader;
    private final Map<String, NDArray> arrays;
    private final LoraLayers lora;
    private final String prefix;

    /**
     * @param manager owns every array that is made
     * @param tensors in Meta's key layout
     * @param replaced values that stand instead of the checkpoint's, by name: what an adapter changes
     */
    Weights(NDManager manager, Map<String, CheckpointTensor> tensors, Map<String, float[]> replaced) {
        this(manager, tensors, replaced, new OwnMemory.Loader(), new LinkedHashMap<>(), new LoraLayers(), "");
    }

    /**
     * Of arrays that are there already.
     *
     * @param manager of what is made beside them
     * @param arrays by name, every one that will be asked for
     * @param lora what is added to their layers
     */
    Weights(NDManager manager, Map<String, NDArray> arrays, LoraLayers lora) {
        this(manager, Map.of(), Map.of(), new OwnMemory.Loader(), arrays, lora, "");
    }

    private Weights(
            NDManager manager,
            Map<String, CheckpointTensor> tensors,
            Map<String, float[]> replaced,
            OwnMemory.Loader loader,
            Map<String, NDArray> arrays,
            LoraLayers lora,
            String prefix) {
        this.manager = manager;
        this.tensors = tensors;
        this.replaced = replaced;
        this.loader = loader;
        this.arrays = arrays;
        this.lora = lora;
        this.prefix = prefix;
    }

    /** The weights of a child. */
    Weights at(String child) {
        return new Weights(manager, tensors, replaced, loader, arrays, lora, prefix + child + ".");
    }

    boolean has(String name) {
        return tensors.containsKey(prefix + name);
    }

    /** What the weights belong to, as {@code image_encoder.blocks.0.attn.proj}. */
    String name() {
        return prefix.substring(0, prefix.length() - 1);
    }

    LoraLayers lora() {
        return lora;
    }

    NDManager manager() {
        return manager;
    }

    /** Every array that was asked for so far, by its whole name. */
    Map<String, NDArray> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** A tensor as float32. */
    NDArray get(String name) {
        return arrays.computeIfAbsent(prefix + name, key -> load(name));
    }

    /** A tensor as float32 that is the caller's to close; it can't be asked for again. */
    NDArray take(String name) {
        NDArray array = get(name);
        arrays.remove(prefix + name);
        return array;
    }

    private NDArray load(String name) {
        CheckpointTensor tensor = tensors.get(prefix + name);
        if (tensor == null) {
            throw new IllegalStateException("the checkpoint was checked, and yet " + prefix + name + " is missing");
        }
        float[] other = replaced.get(prefix + name);
        return other == null ? loader.load(manager, tensor) : loader.load(manager, other, new Shape(tensor.shape()));
    }
}
