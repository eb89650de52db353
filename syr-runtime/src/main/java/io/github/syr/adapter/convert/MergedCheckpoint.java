package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.HuggingFaceModel;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A base checkpoint with an adapter merged in, as a checkpoint of its own: float32, every tensor of the model and no
 * other, one of them in memory at a time.
 */
public final class MergedCheckpoint {

    private final SamCheckpoint base;
    private final SortedMap<String, FloatTensor> tensors = new TreeMap<>();

    /** A tensor whose numbers are made when they are asked for. */
    private record Changed(CheckpointTensor tensor, Adapter adapter) implements FloatTensor {

        @Override
        public long[] shape() {
            return tensor.shape();
        }

        @Override
        public float[] toFloats() {
            return adapter.merged(tensor.name(), name -> tensor.toFloats());
        }
    }

    /**
     * Merges nothing yet.
     *
     * @param adapter that fits the base, see {@link io.github.syr.adapter.AdapterCheck}
     */
    public MergedCheckpoint(SamCheckpoint base, Adapter adapter) {
        this.base = base;
        Set<String> changed = adapter.changed();
        base.tensors()
                .forEach((name, tensor) ->
                        tensors.put(name, changed.contains(name) ? new Changed(tensor, adapter) : tensor));
    }

    /**
     * Writes it in Meta's layout, as {@code segment_anything} loads it:
     * {@code sam.load_state_dict(safetensors.torch.load_file(...))}.
     *
     * @throws io.github.syr.error.SyrException if a merged weight is not finite, or the file can't be written; what
     *     stood there before stands there still
     */
    public void writeMeta(Path file) {
        Map<String, String> metadata = new TreeMap<>(HuggingFaceModel.METADATA);
        metadata.put(SamCheckpoint.DECODER_HEADS, Integer.toString(base.config().decoderHeads()));
        Safetensors.write(file, tensors, metadata);
    }

    /**
     * Writes it as transformers' {@code SamModel.from_pretrained} loads it, {@code model.safetensors} and
     * {@code config.json}; errors as of {@link #writeMeta}.
     */
    public void writeHuggingFace(Path folder) {
        HuggingFaceModel.write(folder, base.config(), tensors);
    }
}
