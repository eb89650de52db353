package io.github.syr.adapter;

import io.github.syr.error.SyrException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What an adapter changes in its base checkpoint: LoRA pairs, and tensors that are replaced whole.
 *
 * @param baseSha256 SHA-256 of the checkpoint file that it was trained on; none where the file doesn't say (the
 *     predecessor's)
 * @param pairs LoRA pairs, each after the tensor that it adapts
 * @param replaced values by tensor name, in the base's shapes
 */
public record Adapter(Optional<String> baseSha256, List<Pair> pairs, Map<String, float[]> replaced) {

    /**
     * {@code W + (alpha / rank) B A}, W a linear layer's weight, or a third of an attention's qkv.
     *
     * @param target the layer
     * @param rank number of A's rows
     * @param alpha scale times rank
     * @param a rank x inputs, row by row
     * @param b outputs x rank, row by row
     */
    public record Pair(LoraTarget target, int rank, double alpha, float[] a, float[] b) {

        /** @throws IllegalArgumentException if the lengths don't fit the rank */
        public Pair {
            if (rank < 1 || a.length == 0 || a.length % rank != 0 || b.length == 0 || b.length % rank != 0) {
                throw new IllegalArgumentException(
                        "A of " + a.length + " and B of " + b.length + " numbers don't fit rank " + rank);
            }
        }

        /** The width of the adapted layer's input. */
        public int inputs() {
            return a.length / rank;
        }

        /** The width of the adapted layer's output; of a qkv's third, that of the third. */
        public int outputs() {
            return b.length / rank;
        }

        public float scale() {
            return (float) (alpha / rank);
        }

        /** The weight that it adapts, in Meta's key layout. */
        public String tensor() {
            return target.tensor();
        }
    }

    /** How many numbers were trained. */
    public long parameters() {
        return pairs.stream()
                        .mapToLong(pair -> (long) pair.a().length + pair.b().length)
                        .sum()
                + replaced.values().stream().mapToLong(values -> values.length).sum();
    }

    /** The largest rank of its pairs; 0 if it has none. */
    public int rank() {
        return pairs.stream().mapToInt(Pair::rank).max().orElse(0);
    }

    /** Whether every B is zero: such an adapter changes nothing. */
    public boolean learnedNothing() {
        for (Pair pair : pairs) {
            for (float value : pair.b()) {
                if (value != 0) {
                    return false;
                }
            }
        }
        return replaced.isEmpty();
    }

    /**
     * The changed tensors with the pairs merged in, for inference: {@code W + scale · B A}.
     *
     * @param base gives a tensor's values in the base, a copy that may be changed
     * @return values by tensor name
     * @throws SyrException if a merged weight is not finite
     */
    public Map<String, float[]> merged(Function<String, float[]> base) {
        Map<String, float[]> merged = new TreeMap<>();
        changed().forEach(name -> merged.put(name, merged(name, base)));
        return merged;
    }

    /** The tensors of the base that it changes. */
    public SortedSet<String> changed() {
        SortedSet<String> changed = new TreeSet<>(replaced.keySet());
        pairs.forEach(pair -> changed.add(pair.tensor()));
        return changed;
    }

    /**
     * One tensor, changed as by {@link #merged(Function)}; one that the adapter doesn't change as the base has it.
     *
     * @throws SyrException if a merged weight is not finite
     */
    public float[] merged(String tensor, Function<String, float[]> base) {
        // a copy: a pair may adapt what is replaced
        float[] values = replaced.containsKey(tensor) ? replaced.get(tensor).clone() : base.apply(tensor);
        for (Pair pair : pairs) {
            if (pair.tensor().equals(tensor)) {
                merge(pair, values);
            }
        }
        requireFinite(tensor, values);
        return values;
    }

    private static void requireFinite(String tensor, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw SyrException.badData(
                        "the adapter",
                        "merged with it, " + tensor + "[" + i + "] of the base is " + values[i] + ".",
                        "Its numbers are too large: train again, or get the file again.");
            }
        }
    }

    private static void merge(Pair pair, float[] weight) {
        int inputs = pair.inputs();
        int from = Math.max(0, pair.target().third()) * pair.outputs();
        for (int i = 0; i < pair.outputs(); i++) {
            int row = (from + i) * inputs;
            for (int r = 0; r < pair.rank(); r++) {
                float factor = pair.scale() * pair.b()[i * pair.rank() + r];
                int other = r * inputs;
                for (int j = 0; j < inputs; j++) {
                    weight[row + j] += factor * pair.a()[other + j];
                }
            }
        }
    }
}
