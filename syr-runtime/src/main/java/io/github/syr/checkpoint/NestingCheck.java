package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Dict;
import io.github.syr.checkpoint.PickleValue.Items;
import io.github.syr.checkpoint.PickleValue.Tuple;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses values that lie in one another deeper than {@link Unpickler#DEEPEST}, which those that hold themselves do, so
 * that whoever walks through a pickle's value comes to an end. Each container is looked into once, however often it is
 * shared.
 */
final class NestingCheck {

    private final PickleInput in;
    private final Map<PickleValue, Integer> heights = new IdentityHashMap<>();

    NestingCheck(PickleInput in) {
        this.in = in;
    }

    void check(PickleValue value) {
        height(value, 0);
    }

    private int height(PickleValue value, int depth) {
        Collection<PickleValue> inside = inside(value);
        if (inside.isEmpty()) {
            return 0;
        }
        Integer known = heights.get(value);
        if (depth + (known == null ? 1 : known) > Unpickler.DEEPEST) {
            throw in.fail("nests values deeper than " + Unpickler.DEEPEST);
        }
        if (known != null) {
            return known;
        }
        int height = 1;
        for (PickleValue each : inside) {
            height = Math.max(height, 1 + height(each, depth + 1));
        }
        heights.put(value, height);
        return height;
    }

    private static Collection<PickleValue> inside(PickleValue value) {
        if (value instanceof Dict dict) {
            return dict.items().values();
        }
        if (value instanceof Items list) {
            return list.items();
        }
        return value instanceof Tuple tuple ? tuple.items() : List.of();
    }
}
