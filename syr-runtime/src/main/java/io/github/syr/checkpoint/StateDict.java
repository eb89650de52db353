package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Dict;
import io.github.syr.checkpoint.PickleValue.Items;
import io.github.syr.checkpoint.PickleValue.Storage;
import io.github.syr.checkpoint.PickleValue.Tensor;
import io.github.syr.checkpoint.PickleValue.Text;
import io.github.syr.checkpoint.PickleValue.Tuple;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds the state dict in what a file pickles: the dict itself, or one within it, as training programs wrap them beside
 * an optimiser's state and counters.
 */
final class StateDict {

    /** What programs call the model's part, the likeliest first; an optimiser's state holds tensors too. */
    private static final List<String> MODEL = List.of("model", "state_dict", "model_state_dict");

    /** What else they keep tensors in. Never the model. */
    private static final Set<String> NOT_THE_MODEL = Set.of("optimizer", "optimizer_state_dict", "optim");

    private static final String RESAVE = "Save the model's state_dict() alone: torch.save(model.state_dict(), file).";

    private final ByteSource source;
    private final Function<Storage, ByteRegion> regions;
    private final ByteOrder order;

    /** @param regions where a storage is, as long as the storage */
    StateDict(ByteSource source, Function<Storage, ByteRegion> regions, ByteOrder order) {
        this.source = source;
        this.regions = regions;
        this.order = order;
    }

    /** A storage's bytes, if they are as many as its numbers need. */
    static ByteRegion sized(ByteRegion region, Storage storage, String name) {
        if (region.length() != storage.bytes()) {
            throw SyrException.badData(
                    region.source(),
                    name + " has " + region.length() + " bytes, but its " + storage.numbers() + " " + storage.dtype()
                            + " need " + storage.bytes() + ".",
                    ByteRegion.AGAIN);
        }
        return region;
    }

    /** The state dict's tensors by name; what else lies beside them is passed over. */
    Map<String, CheckpointTensor> tensors(PickleValue value) {
        if (!(value instanceof Dict top)) {
            throw SyrException.badData(source, "holds " + kind(value) + " instead of a dict of tensors.", RESAVE);
        }
        Map<String, CheckpointTensor> tensors = new TreeMap<>();
        dictOfTensors(top).items().forEach((key, each) -> {
            if (each instanceof Tensor tensor && key instanceof Text name) {
                tensors.put(
                        name.value(),
                        new CheckpointTensor(
                                name.value(),
                                tensor.storage().dtype(),
                                new CheckpointTensor.View(tensor.shape(), tensor.stride(), tensor.first()),
                                regions.apply(tensor.storage()),
                                order));
            }
        });
        return tensors;
    }

    private Dict dictOfTensors(Dict top) {
        Map<String, Dict> found = new LinkedHashMap<>();
        collect(top, "", Collections.newSetFromMap(new IdentityHashMap<>()), found);
        if (found.containsKey("")) {
            return top;
        }
        for (String name : MODEL) {
            if (found.containsKey("." + name)) {
                return found.get("." + name);
            }
        }
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        throw SyrException.badData(
                source,
                found.isEmpty()
                        ? "holds no dict of tensors by name."
                        : "holds several dicts of tensors, "
                                + found.keySet().stream()
                                        .limit(3)
                                        .map(p -> p.substring(1))
                                        .toList() + ", and it is not clear which is the model.",
                RESAVE);
    }

    /** @param seen dicts looked into already: a pickle may share one many times */
    private static void collect(Dict dict, String path, Set<Dict> seen, Map<String, Dict> found) {
        if (!seen.add(dict)) {
            return;
        }
        boolean hasTensor = dict.items().entrySet().stream()
                .anyMatch(e -> e.getKey() instanceof Text && e.getValue() instanceof Tensor);
        if (hasTensor) {
            found.put(path, dict);
            return;
        }
        dict.items().forEach((key, value) -> {
            if (key instanceof Text name && value instanceof Dict inner && !NOT_THE_MODEL.contains(name.value())) {
                collect(inner, path + "." + name.value(), seen, found);
            }
        });
    }

    private static String kind(PickleValue value) {
        if (value instanceof Tensor) {
            return "a tensor";
        }
        if (value instanceof Items) {
            return "a list";
        }
        return value instanceof Tuple ? "a tuple" : "a plain value";
    }
}
