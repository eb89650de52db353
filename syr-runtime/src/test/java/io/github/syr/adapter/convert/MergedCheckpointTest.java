package io.github.syr.adapter.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints with an adapter merged in, read again. */
class MergedCheckpointTest {

    @TempDir
    Path folder;

    private final SamCheckpoint base = MiniAdapter.base();

    private void assertMerged(Adapter adapter, SamCheckpoint read) {
        assertEquals(base.tensors().keySet(), read.tensors().keySet());
        Map<String, float[]> merged =
                adapter.merged(name -> base.tensors().get(name).toFloats());
        read.tensors().forEach((name, tensor) -> {
            float[] before = base.tensors().get(name).toFloats();
            assertArrayEquals(merged.getOrDefault(name, before), tensor.toFloats(), name);
            assertEquals(merged.containsKey(name), !Arrays.equals(before, tensor.toFloats()), name);
        });
    }

    @Test
    void holdsEveryTensorInMetasLayout() {
        Path file = folder.resolve("merged.safetensors");
        for (Adapter adapter : List.of(MiniAdapter.ofEveryKind(base), MiniAdapter.ofADecoder(base))) {
            new MergedCheckpoint(base, adapter).writeMeta(file);
            SamCheckpoint read = SamCheckpoint.open(file);
            assertMerged(adapter, read);
            assertEquals(base.config(), read.config());
        }
    }

    /** The configuration, too, though Hugging Face's models have another epsilon where nothing says one. */
    @Test
    void holdsEveryTensorInHuggingFacesLayout() {
        Adapter adapter = MiniAdapter.ofADecoder(base);
        new MergedCheckpoint(base, adapter).writeHuggingFace(folder);
        SamCheckpoint read = SamCheckpoint.open(folder);
        assertMerged(adapter, read);
        assertEquals(base.config(), read.config());
        // transformers saves the shared embedding once, and a strict load_state_dict asks for both
        TreeSet<String> expected =
                new TreeSet<>(Safetensors.read(ReferenceFiles.file("mini_huggingface/model.safetensors"))
                        .tensors()
                        .keySet());
        expected.add("prompt_encoder.shared_embedding.positional_embedding");
        assertEquals(
                expected,
                Safetensors.read(folder.resolve("model.safetensors")).tensors().keySet());
    }

    @Test
    void leavesWhatWasThereWhereAWeightIsNotFinite() throws IOException {
        Path file = Files.writeString(folder.resolve("merged.safetensors"), "before");
        float[] large = new float[32];
        Arrays.fill(large, 3e38f);
        Adapter adapter = new Adapter(
                Optional.empty(), List.of(new Adapter.Pair(LoraTarget.qkv(1, "k"), 1, 1, large, large)), Map.of());
        String message = assertThrows(SyrException.class, () -> new MergedCheckpoint(base, adapter).writeMeta(file))
                .getMessage();
        assertTrue(message.contains("image_encoder.blocks.1.attn.qkv.weight[1024] of the base is Infinity"), message);
        assertEquals("before", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
