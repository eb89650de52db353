package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The mask decoder's tensors while they are trained: arrays apart from the model's. */
public final class DecoderWeights implements Trained {

    /** What the mask of a clear prompt doesn't depend on: no gradient reaches it. */
    private static final Pattern UNTRAINED =
            Pattern.compile("mask_decoder\\.(iou_prediction_head|output_hypernetworks_mlps\\.[1-9]\\d*)\\..*");

    private final Sam sam;
    private final NDManager owner;
    private final Map<String, NDArray> arrays = new TreeMap<>();

    /**
     * Starts from the model's.
     *
     * @param owner of the arrays
     */
    public DecoderWeights(NDManager owner, Sam sam) {
        this.sam = sam;
        this.owner = owner;
        sam.decoderTensors().forEach((name, tensor) -> {
            if (!UNTRAINED.matcher(name).matches()) {
                arrays.put(name, leaf(tensor));
            }
        });
    }

    private NDArray leaf(NDArray values) {
        NDArray leaf = values.duplicate();
        leaf.attach(owner);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /**
     * A decoder of the present numbers. Each one serves one graph.
     *
     * @param scope owns what it makes, and lends the arrays until it is closed
     */
    public MaskDecoder decoder(NDManager scope) {
        arrays.values().forEach(array -> array.tempAttach(scope));
        return sam.decoder(scope, arrays);
    }

    /** In the order of their names; they require gradients. */
    @Override
    public List<NDArray> arrays() {
        return List.copyOf(arrays.values());
    }

    /** What was collected since the last {@link #clearGradients}, in the order of {@link #arrays()}. */
    @Override
    public List<NDArray> gradients() {
        return arrays.values().stream().map(NDArray::getGradient).toList();
    }

    /** The numbers, to be changed in place outside of any graph. */
    @Override
    public List<NDArray> plainViews() {
        return arrays.values().stream().map(NDArray::stopGradient).toList();
    }

    /** Makes gradients start from nothing again, see {@link LoraWeights#clearGradients}. */
    @Override
    public void clearGradients() {
        for (String name : new ArrayList<>(arrays.keySet())) {
            NDArray old = arrays.get(name);
            try (NDArray plain = old.stopGradient()) {
                arrays.put(name, leaf(plain));
            }
            old.close();
        }
    }

    /** The present numbers by name: what an adapter replaces. */
    public Map<String, float[]> toReplaced() {
        Map<String, float[]> replaced = new TreeMap<>();
        arrays.forEach((name, array) -> replaced.put(name, array.toFloatArray()));
        return replaced;
    }
}
