package io.github.syr.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings the tensors of transformers' {@code SamModel} under Meta's names, see {@link HuggingFaceNames}. */
final class HuggingFaceLayout {

    private static final String VISION = "vision_encoder.";

    private final Object source;

    HuggingFaceLayout(Object source) {
        this.source = source;
    }

    /** Whether these are names of that layout; one tensor of its image encoder is enough. */
    static boolean isOf(Collection<String> names) {
        return names.stream().anyMatch(name -> name.startsWith(VISION));
    }

    /**
     * The same tensors under Meta's names.
     *
     * @throws io.github.syr.error.SyrException if a name isn't one of the layout, or the positional embedding, which
     *     may be there twice, is there with different numbers
     */
    Map<String, CheckpointTensor> toMeta(Map<String, CheckpointTensor> tensors) {
        HuggingFaceNames names = HuggingFaceNames.of(tensors.keySet());
        Map<String, CheckpointTensor> renamed = new TreeMap<>();
        List<String> unknown = tensors.keySet().stream()
                .filter(name -> names.toMeta(name).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw SamShapeCheck.notSam(source, SamShapeCheck.describe("unexpected", unknown));
        }
        tensors.forEach((name, tensor) -> {
            String meta = names.toMeta(name).orElseThrow();
            CheckpointTensor before = renamed.put(meta, tensor.named(meta));
            if (before != null && !isSame(before, tensor)) {
                throw SamShapeCheck.notSam(
                        source,
                        "tensor \"" + name + "\" differs from the other one that becomes \"" + meta
                                + "\"; the image and the prompts share one.");
            }
        });
        return renamed;
    }

    private static boolean isSame(CheckpointTensor a, CheckpointTensor b) {
        return Arrays.equals(a.shape(), b.shape()) && Arrays.equals(a.toFloats(), b.toFloats());
    }
}
