package io.github.syr.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an adapter changes in its base checkpoint: LoRA pairs, and tensors that are replaced whole.
 *
 * @param baseSha256 SHA-256 of the checkpoint file that it was trained on; none where the file doesn't say (the
 *     predecessor's)
 * @param pairs LoRA pairs, each after the tensor that it adapts
 * @param replaced values by tensor name, in the base's shapes
 */
public record Adapter(Optional<String> baseSha256, List<Pair> pairs, Map<String, float[]> replaced) {

    /** A part of a qkv weight: its first, second or last third of rows. */
    public enum Part {
        Q,
        K,
        V;

        /** As files have it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * {@code W_part + (alpha / rank) B A}.
     *
     * @param block the encoder's block
     * @param part of that block's {@code attn.qkv.weight}
     * @param rank number of A's rows
     * @param alpha scale times rank
     * @param a rank x d, row by row
     * @param b d x rank, row by row
     */
    public record Pair(int block, Part part, int rank, double alpha, float[] a, float[] b) {

        /** @throws IllegalArgumentException if the lengths don't fit the rank */
        public Pair {
            if (rank < 1 || a.length == 0 || a.length % rank != 0 || a.length != b.length) {
                throw new IllegalArgumentException(
                        "A of " + a.length + " and B of " + b.length + " numbers don't fit rank " + rank);
            }
        }

        /** The width of the adapted layer. */
        public int width() {
            return a.length / rank;
        }

        public float scale() {
            return (float) (alpha / rank);
        }

        /** The weight that it adapts, in Meta's key layout. */
        public String tensor() {
            return tensor(block);
        }

        static String tensor(int block) {
            return "image_encoder.blocks." + block + ".attn.qkv.weight";
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
     */
    public Map<String, float[]> merged(java.util.function.Function<String, float[]> base) {
        Map<String, float[]> merged = new TreeMap<>(replaced);
        for (Pair pair : pairs) {
            merge(pair, merged.computeIfAbsent(pair.tensor(), base));
        }
        return merged;
    }

    private static void merge(Pair pair, float[] weight) {
        int d = pair.width();
        int from = pair.part().ordinal() * d;
        for (int i = 0; i < d; i++) {
            int row = (from + i) * d;
            for (int r = 0; r < pair.rank(); r++) {
                float factor = pair.scale() * pair.b()[i * pair.rank() + r];
                int other = r * d;
                for (int j = 0; j < d; j++) {
                    weight[row + j] += factor * pair.a()[other + j];
                }
            }
        }
    }
}
