package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tensors of a file, by name, and its metadata.
 *
 * @param source where they are
 * @param tensors by their names in the file
 * @param metadata safetensors' {@code __metadata__}; empty where the format has none
 */
public record TensorFile(
        ByteSource source, SortedMap<String, CheckpointTensor> tensors, SortedMap<String, String> metadata) {

    public TensorFile {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    TensorFile(ByteSource source, Map<String, CheckpointTensor> tensors) {
        this(source, new TreeMap<>(tensors), new TreeMap<>());
    }

    /**
     * One tensor.
     *
     * @throws SyrException if the file has none of that name
     */
    public CheckpointTensor tensor(String name) {
        CheckpointTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw SyrException.badData(
                    source, "has no tensor \"" + name + "\".", "Use the file that was made for this.");
        }
        return tensor;
    }
}
