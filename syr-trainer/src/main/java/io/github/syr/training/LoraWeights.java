package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.sam.Lora;
import io.github.syr.sam.OwnMemory;
import io.github.syr.sam.Sam;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** LoRA pairs while they are trained: arrays apart from the frozen weights. */
public final class LoraWeights implements Trained {

    private final List<Adapter.Pair> shapes;
    private final List<NDArray> arrays = new ArrayList<>(); // A, B of each pair in its order
    private final List<Lora> start = new ArrayList<>(); // of each pair; its scale stays
    private final NDManager owner;
    private Optional<Sam> model = Optional.empty();

    /**
     * @param owner of the arrays
     * @param start where the training starts
     */
    public LoraWeights(NDManager owner, Adapter start) {
        this.owner = owner;
        shapes = start.pairs();
        for (Adapter.Pair pair : shapes) {
            arrays.add(OwnMemory.of(owner, pair.a(), new Shape(pair.rank(), pair.inputs())));
            arrays.add(OwnMemory.of(owner, pair.b(), new Shape(pair.outputs(), pair.rank())));
            this.start.add(Lora.of(arrays.get(arrays.size() - 2), arrays.get(arrays.size() - 1), pair.scale()));
        }
        arrays.forEach(array -> array.setRequiresGradient(true));
    }

    /**
     * A fresh adapter: A uniform in ±1/sqrt(inputs), B zero, so that it changes nothing yet.
     *
     * @param alpha LoRA's scale is alpha / rank; each slot's own rank unless given
     * @param seed each pair draws from a stream of its own, so that its start doesn't depend on the others
     */
    public static Adapter fresh(List<LoraSlot> slots, OptionalDouble alpha, long seed) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (LoraSlot slot : slots) {
            double bound = 1 / Math.sqrt(slot.inputs());
            SplittableRandom random = stream(slot, seed);
            float[] a = new float[slot.rank() * slot.inputs()];
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            pairs.add(new Adapter.Pair(
                    slot.target(), slot.rank(), alpha.orElse(slot.rank()), a, new float[slot.outputs() * slot.rank()]));
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }

    private static SplittableRandom stream(LoraSlot slot, long seed) {
        int third = slot.target().third();
        return third < 0
                ? Seeds.stream(seed, slot.target().layer(), slot.rank())
                : Seeds.stream(seed, "lora", slot.rank(), slot.target().block().orElseThrow(), third);
    }

    /** The pairs by the layer they are added to. */
    private Map<String, Lora> loras() {
        Map<String, Lora> loras = new HashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            loras.put(shapes.get(i).target().layer(), start.get(i).with(arrays.get(2 * i), arrays.get(2 * i + 1)));
        }
        return loras;
    }

    /** Adds the pairs to a model, now and after {@link #clearGradients}. */
    public void attachTo(Sam sam) {
        model = Optional.of(sam);
        sam.setLora(loras());
    }

    /** The encoder's first block that is adapted, if one is: no gradient is needed before it. */
    public OptionalInt firstBlock() {
        return shapes.stream()
                .flatMapToInt(pair -> pair.target().block().stream())
                .min();
    }

    /** A, B of each pair, in the adapter's order; they require gradients. */
    @Override
    public List<NDArray> arrays() {
        return List.copyOf(arrays);
    }

    /** What was collected since the last {@link #clearGradients}, in the order of {@link #arrays()}. */
    @Override
    public List<NDArray> gradients() {
        return arrays.stream().map(NDArray::getGradient).toList();
    }

    /**
     * Makes gradients start from nothing again, by new arrays of the same numbers: gradients add up, and DJL zeroes
     * them by a subtraction that keeps NaN.
     */
    @Override
    public void clearGradients() {
        for (int i = 0; i < arrays.size(); i++) {
            NDArray old = arrays.get(i);
            try (NDArray plain = old.stopGradient()) {
                NDArray fresh = plain.duplicate();
                fresh.attach(owner);
                fresh.setRequiresGradient(true);
                arrays.set(i, fresh);
            }
            old.close();
        }
        model.ifPresent(this::attachTo);
    }

    @Override
    public void replace(List<float[]> numbers) {
        for (int i = 0; i < arrays.size(); i++) {
            try (NDArray old = arrays.get(i)) {
                NDArray fresh = OwnMemory.of(owner, numbers.get(i), old.getShape());
                fresh.setRequiresGradient(true);
                arrays.set(i, fresh);
            }
        }
        model.ifPresent(this::attachTo);
    }

    /** Changes the numbers in place, outside of any graph. */
    @Override
    public List<NDArray> plainViews() {
        return arrays.stream().map(NDArray::stopGradient).toList();
    }

    /** The present numbers. */
    public Adapter toAdapter() {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Adapter.Pair shape = shapes.get(i);
            pairs.add(new Adapter.Pair(
                    shape.target(),
                    shape.rank(),
                    shape.alpha(),
                    arrays.get(2 * i).toFloatArray(),
                    arrays.get(2 * i + 1).toFloatArray()));
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }
}
