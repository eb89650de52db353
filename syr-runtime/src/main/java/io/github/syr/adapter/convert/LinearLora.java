package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

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

    /** What ends the names of layers that are queries, keys and values in one. */
    static final String QKV = ".attn.qkv";

    /** q, k and v. */
    static final int PARTS = 3;

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
                .map(entry ->
                        of(entry.getKey().substring(0, entry.getKey().length() - ".weight".length()), entry.getValue()))
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

    boolean isQkv() {
        return layer.endsWith(QKV);
    }

    /**
     * The same as an adapter's pairs; of a qkv those of q, k and v, each with all of A and its third of B's rows. A
     * part whose B is zero has none.
     *
     * @param usedOnly leaves out the ranks that a part doesn't use, those where its B is zero
     */
    List<Adapter.Pair> pairs(boolean usedOnly) {
        if (!isQkv()) {
            return List.of(new Adapter.Pair(new LoraTarget(layer), rank, alpha, a, b));
        }
        List<Adapter.Pair> pairs = new ArrayList<>();
        int length = b.length / PARTS;
        for (int third = 0; third < PARTS; third++) {
            float[] rows = Arrays.copyOfRange(b, third * length, (third + 1) * length);
            int[] used = IntStream.range(0, rank).filter(r -> isUsed(rows, r)).toArray();
            if (used.length > 0) {
                int[] columns = usedOnly ? used : IntStream.range(0, rank).toArray();
                pairs.add(part(new LoraTarget(layer + "." + "qkv".charAt(third)), rows, columns));
            }
        }
        return pairs;
    }

    private boolean isUsed(float[] rows, int column) {
        for (int i = column; i < rows.length; i += rank) {
            if (rows[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private Adapter.Pair part(LoraTarget target, float[] rows, int[] columns) {
        int inputs = a.length / rank;
        float[] partOfA = new float[columns.length * inputs];
        float[] partOfB = new float[rows.length / rank * columns.length];
        for (int c = 0; c < columns.length; c++) {
            System.arraycopy(a, columns[c] * inputs, partOfA, c * inputs, inputs);
            for (int i = 0; i < rows.length / rank; i++) {
                partOfB[i * columns.length + c] = rows[i * rank + columns[c]];
            }
        }
        return new Adapter.Pair(target, columns.length, alpha / rank * columns.length, partOfA, partOfB);
    }
}
