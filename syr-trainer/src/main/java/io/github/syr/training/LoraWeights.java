package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.Blocks;
import io.github.syr.sam.ImageEncoder;
import io.github.syr.sam.Lora;
import io.github.syr.sam.OwnMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The LoRA pairs of an encoder while they are trained: arrays apart from the frozen weights. */
public final class LoraWeights {

    private final List<Adapter.Pair> shapes;
    private final List<NDArray> arrays = new ArrayList<>(); // A, B of each pair in its order
    private final List<Optional<NDArray>> scales = new ArrayList<>();
    private final NDManager owner;

    /**
     * @param owner of the arrays
     * @param start where the training starts
     */
    public LoraWeights(NDManager owner, Adapter start) {
        this.owner = owner;
        shapes = start.pairs();
        for (Adapter.Pair pair : shapes) {
            arrays.add(OwnMemory.of(owner, pair.a(), new Shape(pair.rank(), pair.width())));
            arrays.add(OwnMemory.of(owner, pair.b(), new Shape(pair.width(), pair.rank())));
            scales.add(Lora.Update.of(arrays.get(arrays.size() - 2), arrays.get(arrays.size() - 1), pair.scale())
                    .scale());
        }
        arrays.forEach(array -> array.setRequiresGradient(true));
    }

    /**
     * A fresh adapter: A uniform in ±1/sqrt(d), B zero, so that it changes nothing yet.
     *
     * @param blocks first and last block to adapt
     * @param seed each pair draws from a stream of its own, so that a block's start doesn't depend on the others
     */
    public static Adapter fresh(Blocks blocks, int width, int rank, double alpha, long seed) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        double bound = 1 / Math.sqrt(width);
        for (int block = blocks.first(); block <= blocks.last(); block++) {
            for (Adapter.Part part : List.of(Adapter.Part.Q, Adapter.Part.V)) {
                SplittableRandom random = Seeds.stream(seed, "lora", rank, block, part.ordinal());
                float[] a = new float[rank * width];
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
                pairs.add(new Adapter.Pair(block, part, rank, alpha, a, new float[width * rank]));
            }
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }

    /** Attaches the pairs to an encoder. */
    public void attachTo(ImageEncoder encoder) {
        for (int block = 0; block < encoder.depth(); block++) {
            Optional<Lora.Update> q = pair(block, Adapter.Part.Q);
            Optional<Lora.Update> v = pair(block, Adapter.Part.V);
            encoder.setLora(block, q.isPresent() || v.isPresent() ? Optional.of(new Lora(q, v)) : Optional.empty());
        }
    }

    /** Detaches them. */
    public static void detachFrom(ImageEncoder encoder) {
        for (int block = 0; block < encoder.depth(); block++) {
            encoder.setLora(block, Optional.empty());
        }
    }

    private Optional<Lora.Update> pair(int block, Adapter.Part part) {
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i).block() == block && shapes.get(i).part() == part) {
                return Optional.of(new Lora.Update(arrays.get(2 * i), arrays.get(2 * i + 1), scales.get(i)));
            }
        }
        return Optional.empty();
    }

    /** The first block that is adapted: no gradient is needed before it. */
    public int firstBlock() {
        return shapes.stream().mapToInt(Adapter.Pair::block).min().orElse(0);
    }

    /** A, B of each pair, in the adapter's order; they require gradients. */
    public List<NDArray> arrays() {
        return List.copyOf(arrays);
    }

    /** What was collected since the last {@link #clearGradients}, in the order of {@link #arrays()}. */
    public List<NDArray> gradients() {
        return arrays.stream().map(NDArray::getGradient).toList();
    }

    /**
     * Makes gradients start from nothing again, by new arrays of the same numbers: gradients add up, and DJL zeroes
     * them by a subtraction that keeps NaN.
     */
    public void clearGradients(ImageEncoder encoder) {
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
        attachTo(encoder);
    }

    /** Changes the numbers in place, outside of any graph. */
    public List<NDArray> plainViews() {
        return arrays.stream().map(NDArray::stopGradient).toList();
    }

    /** The present numbers. */
    public Adapter toAdapter() {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Adapter.Pair shape = shapes.get(i);
            pairs.add(new Adapter.Pair(
                    shape.block(),
                    shape.part(),
                    shape.rank(),
                    shape.alpha(),
                    arrays.get(2 * i).toFloatArray(),
                    arrays.get(2 * i + 1).toFloatArray()));
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }
}
