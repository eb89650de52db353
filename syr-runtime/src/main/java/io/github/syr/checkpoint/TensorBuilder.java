package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Bool;
import io.github.syr.checkpoint.PickleValue.Dict;
import io.github.syr.checkpoint.PickleValue.Global;
import io.github.syr.checkpoint.PickleValue.None;
import io.github.syr.checkpoint.PickleValue.Storage;
import io.github.syr.checkpoint.PickleValue.Tensor;
import io.github.syr.checkpoint.PickleValue.Text;
import io.github.syr.checkpoint.PickleValue.Tuple;
import io.github.syr.checkpoint.PickleValue.Whole;
import io.github.syr.error.SyrException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of a pickle's tuples the storages and tensors they describe, or says why they describe none. */
final class TensorBuilder {

    private static final String RESAVE = "Load it with PyTorch and save plain tensors: "
            + "torch.save({k: v.detach().contiguous().clone() for k, v in model.state_dict().items()}, file).";

    private static final int MOST_AXES = 16;
    /** Keys are numbers that PyTorch counts up, or in legacy files a storage's address. */
    private static final int LONGEST_KEY = 100;

    private final PickleInput in;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    TensorBuilder(PickleInput in) {
        this.in = in;
    }

    /**
     * {@code ("storage", class, key, location, numbers)}, and in legacy files a None behind: no view of another
     * storage.
     */
    Storage storage(PickleValue id) {
        if (!(id instanceof Tuple tuple)
                || !(tuple.items().size() == 5 || tuple.items().size() == 6)
                || !(tuple.items().get(0) instanceof Text kind)
                || !kind.value().equals("storage")
                || !(tuple.items().get(1) instanceof Global type)
                || !(tuple.items().get(2) instanceof Text key)
                || !(tuple.items().get(3) instanceof Text)
                || !(tuple.items().get(4) instanceof Whole numbers)) {
            throw in.fail(
                    "has a persistent id of unknown shape; (\"storage\", class, key, location, count) is expected",
                    RESAVE);
        }
        if (tuple.items().size() == 6 && !(tuple.items().get(5) instanceof None)) {
            throw in.fail("has a storage that is a view of another one, as PyTorch before 0.4 wrote", RESAVE);
        }
        if (key.value().length() > LONGEST_KEY) {
            throw in.fail(
                    "has a storage key of " + key.value().length() + " characters; at most " + LONGEST_KEY
                            + " are read",
                    RESAVE);
        }
        DType dtype = TorchNames.storage(type.name())
                .orElseThrow(() -> in.fail("has a storage of class " + type.name() + ", which has no type", RESAVE));
        Storage storage = new Storage(key.value(), dtype, count(numbers, "storage \"" + key.value() + "\""));
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && !before.equals(storage)) {
            throw in.fail("says that storage \"" + storage.key() + "\" holds " + storage.numbers() + " " + dtype
                    + " after " + before.numbers() + " " + before.dtype());
        }
        return storage;
    }

    /** The storages named so far, by key. */
    Map<String, Storage> storages() {
        return Collections.unmodifiableMap(storages);
    }

    /** {@code (storage, first, shape, stride, requires_grad, hooks[, metadata])}. */
    Tensor tensor(List<PickleValue> arguments) {
        if (arguments.size() < 6 || arguments.size() > 7) {
            throw malformed(TorchNames.TENSOR);
        }
        if (arguments.size() == 7) {
            refuseMetadata(arguments.get(6));
        }
        return view(arguments, storageOf(arguments));
    }

    /** {@code (tensor, requires_grad, hooks)}. */
    Tensor parameter(List<PickleValue> arguments) {
        if (arguments.size() != 3
                || !(arguments.get(0) instanceof Tensor tensor)
                || !(arguments.get(1) instanceof Bool)) {
            throw malformed(TorchNames.PARAMETER);
        }
        refuseHooks(arguments.get(2));
        return tensor;
    }

    private Storage storageOf(List<PickleValue> arguments) {
        if (arguments.get(0) instanceof Storage storage) {
            return storage;
        }
        throw malformed("a tensor");
    }

    private Tensor view(List<PickleValue> arguments, Storage storage) {
        if (!(arguments.get(1) instanceof Whole offset)
                || !(arguments.get(2) instanceof Tuple size)
                || !(arguments.get(3) instanceof Tuple steps)
                || !(arguments.get(4) instanceof Bool)) {
            throw malformed("a tensor");
        }
        refuseHooks(arguments.get(5));
        long first = count(offset, "a tensor's storage offset");
        long[] shape = counts(size, "a tensor's shape");
        long[] stride = counts(steps, "a tensor's strides");
        if (shape.length != stride.length) {
            throw in.fail("has a tensor of shape " + Arrays.toString(shape) + " with strides " + Arrays.toString(stride)
                    + ", one of another length");
        }
        Tensor tensor = new Tensor(storage, first, shape, stride);
        try {
            long elements = Shapes.elements(shape);
            long end = first;
            if (elements > 0) {
                for (int i = 0; i < shape.length; i++) {
                    end = Math.addExact(end, Math.multiplyExact(shape[i] - 1, stride[i]));
                }
                end = Math.addExact(end, 1);
            }
            if (end > storage.numbers()) {
                throw in.fail(describe(tensor) + ", which reaches beyond its end");
            }
            if (elements > storage.numbers()) {
                // an expanded view: a few bytes would ask for any amount of memory
                throw in.fail(describe(tensor) + ", which repeats numbers", RESAVE);
            }
        } catch (ArithmeticException e) {
            throw in.fail(describe(tensor) + ", more than can be counted");
        }
        return tensor;
    }

    private static String describe(Tensor tensor) {
        return "has a tensor of shape " + Arrays.toString(tensor.shape()) + ", strides "
                + Arrays.toString(tensor.stride()) + " and offset " + tensor.first() + " in storage \""
                + tensor.storage().key() + "\" of " + tensor.storage().numbers() + " numbers";
    }

    /** Names that PyTorch adds for conjugated and negated views, whose numbers aren't the storage's. */
    private void refuseMetadata(PickleValue metadata) {
        if (!(metadata instanceof None)
                && !(metadata instanceof Dict dict && dict.items().isEmpty())) {
            throw in.fail("has a tensor with metadata (a conjugated, negated or marked view)", RESAVE);
        }
    }

    private void refuseHooks(PickleValue hooks) {
        if (!(hooks instanceof None)
                && !(hooks instanceof Dict dict && dict.items().isEmpty())) {
            throw in.fail("has a tensor with backward hooks", RESAVE);
        }
    }

    private long[] counts(Tuple tuple, String what) {
        // before anything is made for them: a file can name one tuple many times
        if (tuple.items().size() > MOST_AXES) {
            throw in.fail(
                    "says " + tuple.items().size() + " axes for " + what + "; at most " + MOST_AXES + " are read",
                    RESAVE);
        }
        long[] counts = new long[tuple.items().size()];
        for (int i = 0; i < counts.length; i++) {
            if (!(tuple.items().get(i) instanceof Whole whole)) {
                throw malformed("a tensor");
            }
            counts[i] = count(whole, what);
        }
        return counts;
    }

    private long count(Whole whole, String what) {
        BigInteger value = whole.value();
        if (value.signum() < 0 || value.bitLength() > 59) {
            throw in.fail("says " + value + " for " + what + "; 0 to 2^59 - 1 is expected");
        }
        return value.longValueExact();
    }

    private SyrException malformed(String what) {
        return in.fail("describes " + what + " with arguments of other numbers or kinds than PyTorch writes", RESAVE);
    }
}
