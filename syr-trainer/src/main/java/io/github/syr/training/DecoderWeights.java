package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.OwnMemory;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The mask decoder's tensors while they are trained: arrays apart from the model's. */
public final class DecoderWeights implements Trained {

    /** What the single mask of a clear prompt alone depends on. */
    private static final Pattern SINGLE = Pattern.compile("mask_decoder\\.output_hypernetworks_mlps\\.0\\..*");

    /** What the masks of an ambiguous prompt, a single click, alone depend on. */
    private static final Pattern MULTIPLE =
            Pattern.compile("mask_decoder\\.output_hypernetworks_mlps\\.[1-9]\\d*\\..*");

    private final Sam sam;
    private final NDManager owner;
    private final Map<String, NDArray> arrays = new TreeMap<>();
    private boolean single;
    private boolean multiple;

    /**
     * Starts from the model's.
     *
     * @param owner of the arrays
     * @param multiple whether the masks of ambiguous prompts are trained, too
     * @param start values by tensor name, in the place of the model's
     */
    public DecoderWeights(NDManager owner, Sam sam, boolean multiple, Map<String, float[]> start) {
        this.sam = sam;
        this.owner = owner;
        sam.decoderTensors().forEach((name, tensor) -> {
            if (start.containsKey(name)) {
                arrays.put(name, leaf(start.get(name), tensor));
            } else if (multiple || !MULTIPLE.matcher(name).matches()) {
                arrays.put(name, leaf(tensor));
            }
        });
    }

    private NDArray leaf(float[] numbers, NDArray shaped) {
        NDArray leaf = OwnMemory.of(owner, numbers, shaped.getShape());
        leaf.setRequiresGradient(true);
        return leaf;
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
     * @param multimask whether it is asked for the masks of ambiguous prompts
     */
    MaskDecoder decoder(NDManager scope, boolean multimask) {
        single |= !multimask;
        multiple |= multimask;
        return decoder(scope);
    }

    /** As {@link #decoder(NDManager, boolean)}, where no gradient will be asked for. */
    public MaskDecoder decoder(NDManager scope) {
        arrays.values().forEach(array -> array.tempAttach(scope));
        return sam.decoder(scope, arrays);
    }

    /** In the order of their names; they require gradients. */
    @Override
    public List<NDArray> arrays() {
        return List.copyOf(arrays.values());
    }

    /** Zero where no prompt led to a tensor, as a step of clicks alone doesn't lead to the single mask's. */
    @Override
    public List<NDArray> gradients() {
        List<NDArray> gradients = new ArrayList<>();
        arrays.forEach((name, array) -> {
            boolean reached = SINGLE.matcher(name).matches()
                    ? single
                    : !MULTIPLE.matcher(name).matches() || multiple;
            gradients.add(reached ? array.getGradient() : array.getManager().zeros(array.getShape()));
        });
        return gradients;
    }

    /** The numbers, to be changed in place outside of any graph. */
    @Override
    public List<NDArray> plainViews() {
        return arrays.values().stream().map(NDArray::stopGradient).toList();
    }

    @Override
    public void replace(List<float[]> numbers) {
        Iterator<float[]> next = numbers.iterator();
        for (String name : new ArrayList<>(arrays.keySet())) {
            try (NDArray old = arrays.get(name)) {
                arrays.put(name, leaf(next.next(), old));
            }
        }
    }

    /** Makes gradients start from nothing again, see {@link LoraWeights#clearGradients}. */
    @Override
    public void clearGradients() {
        single = false;
        multiple = false;
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
