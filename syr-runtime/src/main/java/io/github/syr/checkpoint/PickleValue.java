package io.github.syr.checkpoint;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint's pickle may hold. The records that hold others are compared by nobody: a pickle can put a list
 * into itself.
 */
sealed interface PickleValue {

    /** Python's None. */
    record None() implements PickleValue {}

    record Bool(boolean value) implements PickleValue {}

    record Whole(BigInteger value) implements PickleValue {}

    record Real(double value) implements PickleValue {}

    record Text(String value) implements PickleValue {}

    record Tuple(List<PickleValue> items) implements PickleValue {}

    record Items(List<PickleValue> items) implements PickleValue {}

    /** A dict or OrderedDict; its keys are texts, whole numbers or booleans. */
    record Dict(Map<PickleValue, PickleValue> items, boolean ordered) implements PickleValue {

        /** By kind, then by value: keys that a file chose to have one hash cost no more than others. */
        private static final Comparator<PickleValue> KEYS =
                Comparator.<PickleValue>comparingInt(Dict::kind).thenComparing(Dict::compareOfAKind);

        static Dict empty(boolean ordered) {
            return new Dict(new TreeMap<>(KEYS), ordered);
        }

        private static int kind(PickleValue key) {
            return key instanceof Text ? 0 : key instanceof Whole ? 1 : 2;
        }

        private static int compareOfAKind(PickleValue a, PickleValue b) {
            if (a instanceof Text one && b instanceof Text other) {
                return one.value.compareTo(other.value);
            }
            if (a instanceof Whole one && b instanceof Whole other) {
                return one.value.compareTo(other.value);
            }
            return Boolean.compare(((Bool) a).value, ((Bool) b).value);
        }
    }

    /** A class or function of the allow-list, by its name. */
    record Global(String name) implements PickleValue {}

    /**
     * A storage that is elsewhere in the file.
     *
     * @param key its name there
     * @param dtype what it holds
     * @param numbers how many, below 2^59, so that their bytes can be counted
     */
    record Storage(String key, DType dtype, long numbers) implements PickleValue {

        long bytes() {
            return Math.multiplyExact(numbers, (long) dtype.bytes());
        }
    }

    /** A view of a storage, found to stay inside it; strides and first place in numbers. */
    record Tensor(Storage storage, long first, long[] shape, long[] stride) implements PickleValue {}
}
