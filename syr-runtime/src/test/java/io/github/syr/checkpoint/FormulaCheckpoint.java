package io.github.syr.checkpoint;

import io.github.syr.testing.FormulaWeights;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checkpoints of {@link FormulaWeights}. */
final class FormulaCheckpoint {

    private FormulaCheckpoint() {}

    /** All weights of a model, each made when it is needed. */
    static SortedMap<String, FloatTensor> weights(SamConfig config) {
        SortedMap<String, FloatTensor> weights = new TreeMap<>();
        config.shapes()
                .forEach((name, shape) -> weights.put(name, new FloatTensor() {
                    @Override
                    public long[] shape() {
                        return shape.clone();
                    }

                    @Override
                    public float[] toFloats() {
                        return FormulaWeights.tensor(name, shape);
                    }
                }));
        return weights;
    }

    /**
     * Writes a model's weights as a safetensors file, with the decoder's heads in its metadata; ViT-B's take 375 MB.
     */
    static void write(Path file, SamConfig config) {
        Safetensors.write(file, weights(config), Map.of(SamCheckpoint.DECODER_HEADS, "" + config.decoderHeads()));
    }
}
