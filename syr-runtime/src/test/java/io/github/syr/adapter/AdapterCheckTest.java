package io.github.syr.adapter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters that fit a checkpoint, and those that don't. */
class AdapterCheckTest {

    private static final String SHA = "ab".repeat(32);

    @TempDir
    Path folder;

    /** A qkv of 3 x 4 outputs and 4 inputs, and an MLP's layer of 8 x 4. */
    private SamCheckpoint base() {
        Path file = folder.resolve("base.safetensors");
        Safetensors.write(
                file,
                new TreeMap<>(Map.of(
                        "image_encoder.blocks.0.attn.qkv.weight", FloatTensor.of(new long[] {12, 4}, new float[48]),
                        "image_encoder.blocks.0.mlp.lin1.weight", FloatTensor.of(new long[] {8, 4}, new float[32]))),
                Map.of());
        ByteSource source = ByteSource.of(file);
        return new SamCheckpoint(
                source,
                Safetensors.read(source).tensors(),
                new SamConfig(128, 16, 32, 4, 2, 128, 5, List.of(1, 3), 32, 16, 2, 64, 2, 3, 3, 32, 2, 1e-6, 1e-5));
    }

    private static Adapter of(String layer, int rank, int inputs, int outputs) {
        return new Adapter(
                Optional.of(SHA),
                List.of(new Adapter.Pair(
                        new LoraTarget("image_encoder.blocks." + layer),
                        rank,
                        1,
                        new float[rank * inputs],
                        new float[outputs * rank])),
                Map.of());
    }

    private static Adapter replacing(String name, int count) {
        return new Adapter(Optional.of(SHA), List.of(), Map.of(name, new float[count]));
    }

    static Stream<Arguments> adapters() {
        String qkv = "image_encoder.blocks.0.attn.qkv.weight";
        return Stream.of(
                Arguments.of("a third", of("0.attn.qkv.v", 4, 4, 4), ""),
                Arguments.of("a whole layer", of("0.mlp.lin1", 4, 4, 8), ""),
                Arguments.of(
                        "all of a qkv",
                        of("0.attn.qkv.v", 1, 4, 12),
                        "1, 12 x 4) doesn't fit the checkpoint, which has 4 x 4."),
                Arguments.of("other inputs", of("0.attn.qkv.v", 1, 5, 4), "which has 4 x 4."),
                Arguments.of("a rank above its width", of("0.mlp.lin1", 5, 4, 8), "which has 8 x 4."),
                Arguments.of("a layer that isn't there", of("1.attn.qkv.v", 1, 4, 4), "which has none of that name."),
                Arguments.of("a replaced tensor", replacing(qkv, 48), ""),
                Arguments.of("another length", replacing(qkv, 47), "by 47 numbers, and the checkpoint has 48."),
                Arguments.of("another name", replacing("a", 1), "the checkpoint has none of that name."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void takesOnlyWhatFits(String name, Adapter adapter, String words) {
        SamCheckpoint base = base();
        if (words.isEmpty()) {
            assertDoesNotThrow(() -> AdapterCheck.require(adapter, "a.jar", base, SHA));
            return;
        }
        SyrException e = assertThrows(SyrException.class, () -> AdapterCheck.require(adapter, "a.jar", base, SHA));
        assertTrue(e.getMessage().startsWith("a.jar: ") && e.getMessage().contains(words), e.getMessage());
        SyrException other =
                assertThrows(SyrException.class, () -> AdapterCheck.require(adapter, "a.jar", base, "cd".repeat(32)));
        assertTrue(other.getMessage().startsWith("a.jar: this adapter is for another checkpoint"), other.getMessage());
        assertEquals(SyrException.Kind.BAD_DATA, other.kind());
    }
}
