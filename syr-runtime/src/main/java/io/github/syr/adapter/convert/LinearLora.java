package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * LoRA on a whole linear layer: {@code W + (alpha / rank) B A}. Of an attention's qkv that is all three thirds in one,
 * as a library needs it that knows linear layers alone.
 *
 * @param layer its name in Meta's layout, without {@code .weight}
 * @param rank number of A's rows
 * @param alpha scale times rank
 * @param a rank x inputs, row by row
 * @param b outputs x rank, row by row
 */
record LinearLora(String layer, int rank, double alpha, float[] a, float[] b) {

    private static final int PARTS = 3;

    long[] shapeOfA() {
        return new long[] {rank, a.length / rank};
    }

    long[] shapeOfB() {
        return new long[] {b.length / rank, rank};
    }

    /** The layers that an adapter's pairs adapt, by name; the pairs of one qkv become one. */
    static List<LinearLora> of(Adapter adapter) {
        Map<String, List<Adapter.Pair>> layers = new TreeMap<>();
        adapter.pairs()
                .forEach(pair -> layers.computeIfAbsent(pair.tensor(), tensor -> new ArrayList<>())
                        .add(pair));
        return layers.entrySet().stream()
                .map(entry -> of(
                        entry.getKey().substring(0, entry.getKey().length() - ".weight".length()), entry.getValue()))
                .toList();
    }

    private static LinearLora of(String layer, List<Adapter.Pair> pairs) {
        Adapter.Pair first = pairs.get(0);
        return first.target().third() < 0
                ? new LinearLora(layer, first.rank(), first.alpha(), first.a(), first.b())
                : stacked(layer, pairs);
    }

    /** The A one below the other; B has a block for each pair, in the rows of its third, and is zero elsewhere. */
    private static LinearLora stacked(String layer, List<Adapter.Pair> pairs) {
        Adapter.Pair first = pairs.get(0);
        int rank = pairs.stream().mapToInt(Adapter.Pair::rank).sum();
        boolean oneScale = pairs.stream().allMatch(pair -> pair.scale() == first.scale());
        float[] a = new float[rank * first.inputs()];
        float[] b = new float[PARTS * first.outputs() * rank];
        int column = 0;
        for (Adapter.Pair pair : pairs) {
            System.arraycopy(pair.a(), 0, a, column * pair.inputs(), pair.a().length);
            int rows = pair.target().third() * pair.outputs();
            for (int i = 0; i < pair.outputs(); i++) {
                for (int r = 0; r < pair.rank(); r++) {
                    float value = pair.b()[i * pair.rank() + r];
                    // one layer has one scale: where the pairs differ, B takes theirs, and the layer's is 1
                    b[(rows + i) * rank + column + r] = oneScale ? value : pair.scale() * value;
                }
            }
            column += pair.rank();
        }
        return new LinearLora(layer, rank, oneScale ? first.alpha() / first.rank() * rank : rank, a, b);
    }
}
