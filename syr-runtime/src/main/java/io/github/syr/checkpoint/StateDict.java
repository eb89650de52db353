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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * A dict of tensors and where it is; its path is made where a message needs it, for a file may have many long ones.
     *
     * @param name within the dict around it
     */
    private record Place(Optional<Place> around, String name, Dict dict) {

        String path() {
            List<String> names = new ArrayList<>();
            for (Optional<Place> at = Optional.of(this); at.isPresent(); at = at.get().around) {
                names.add(0, at.get().name);
            }
            return String.join(".", names);
        }
    }

    private Dict dictOfTensors(Dict top) {
        if (hasTensor(top)) {
            return top;
        }
        List<Place> found = new ArrayList<>();
        collect(top, Optional.empty(), Collections.newSetFromMap(new IdentityHashMap<>()), found);
        for (String name : MODEL) {
            for (Place place : found) {
                if (place.around.isEmpty() && place.name.equals(name)) {
                    return place.dict;
                }
            }
        }
        if (found.size() == 1) {
            return found.get(0).dict;
        }
        throw SyrException.badData(
                source,
                found.isEmpty()
                        ? "holds no dict of tensors by name."
                        : "holds several dicts of tensors, "
                                + found.stream().limit(3).map(Place::path).toList()
                                + ", and it is not clear which is the model.",
                RESAVE);
    }

    private static boolean hasTensor(Dict dict) {
        return dict.items().entrySet().stream()
                .anyMatch(e -> e.getKey() instanceof Text && e.getValue() instanceof Tensor);
    }

    /**
     * The dicts of tensors in a dict that is none itself.
     *
     * @param seen dicts looked into already: a pickle may share one many times
     */
    private static void collect(Dict dict, Optional<Place> at, Set<Dict> seen, List<Place> found) {
        dict.items().forEach((key, value) -> {
            if (key instanceof Text name
                    && value instanceof Dict inner
                    && !NOT_THE_MODEL.contains(name.value())
                    && seen.add(inner)) {
                Place place = new Place(at, name.value(), inner);
                if (hasTensor(inner)) {
                    found.add(place);
                } else {
                    collect(inner, Optional.of(place), seen, found);
                }
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
