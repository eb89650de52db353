package io.github.syr.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters written and read again, in either layout and in a jar, and files that are none. */
class AdapterFileTest {

    private static final String SHA = "0f".repeat(32);
    private static final float[] A = {1, 2, 3, 4, 5, 6};
    private static final float[] B = {7, 8, 9, 10};

    @TempDir
    Path folder;

    private static Adapter.Pair pair(LoraTarget target, double alpha) {
        return new Adapter.Pair(target, 2, alpha, A, B);
    }

    private static Adapter adapter(Adapter.Pair... pairs) {
        return new Adapter(Optional.of(SHA), List.of(pairs), Map.of());
    }

    private static void assertPairs(List<Adapter.Pair> expected, List<Adapter.Pair> read) {
        assertEquals(
                expected.stream().map(Adapter.Pair::target).toList(),
                read.stream().map(Adapter.Pair::target).toList());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(expected.get(i).alpha(), read.get(i).alpha());
            assertArrayEquals(A, read.get(i).a());
            assertArrayEquals(B, read.get(i).b());
        }
    }

    private static void assertRefused(org.junit.jupiter.api.function.Executable read, String words) {
        String message = assertThrows(SyrException.class, read).getMessage();
        assertTrue(message.contains(words), message);
    }

    /** The encoder's layers first, by their number. */
    @Test
    void aDeltaComesBackInItsOrder() {
        var decoder = new LoraTarget("mask_decoder.transformer.layers.0.self_attn.q_proj");
        var mlp = new LoraTarget("image_encoder.blocks.2.mlp.lin1");
        List<Adapter.Pair> pairs = List.of(
                pair(LoraTarget.qkv(2, "k"), 3), pair(mlp, 2), pair(LoraTarget.qkv(10, "q"), 4), pair(decoder, 1));
        Path file = folder.resolve("adapter.safetensors");
        AdapterFile.write(file, new Adapter(Optional.empty(), pairs, Map.of("replaced", new float[] {5})), SHA);
        Adapter read = AdapterFile.read(file);
        assertPairs(pairs, read.pairs());
        assertEquals(Optional.of(SHA), read.baseSha256());
        assertArrayEquals(new float[] {5}, read.replaced().get("replaced"));
        assertEquals(LoraTarget.Kind.DECODER, decoder.kind());
        assertEquals(decoder.layer() + ".weight", decoder.tensor());
        assertEquals(
                "image_encoder.blocks.2.attn.qkv.weight", LoraTarget.qkv(2, "q").tensor());
    }

    @Test
    void thePredecessorsLayoutComesBack() {
        Adapter adapter = adapter(
                pair(LoraTarget.qkv(0, "q"), 2),
                pair(LoraTarget.qkv(0, "v"), 2),
                pair(LoraTarget.qkv(1, "q"), 2),
                pair(LoraTarget.qkv(1, "v"), 2));
        Path file = folder.resolve("old.safetensors");
        AdapterFile.writePredecessor(file, adapter);
        Adapter read = AdapterFile.read(file);
        assertPairs(adapter.pairs(), read.pairs());
        assertEquals(Optional.empty(), read.baseSha256());
    }

    @ParameterizedTest
    @CsvSource({"k,2", "q,4"})
    void thePredecessorsLayoutHoldsNoOtherPairs(String part, double alpha) {
        Adapter adapter = adapter(pair(LoraTarget.qkv(0, part), alpha));
        assertRefused(() -> AdapterFile.writePredecessor(folder.resolve("old"), adapter), "holds pairs of q and v");
    }

    @Test
    void thePredecessorsLayoutHoldsEachBlockAndNothingElse() {
        Path file = folder.resolve("old");
        Adapter.Pair q = pair(LoraTarget.qkv(0, "q"), 2);
        Adapter late = adapter(q, pair(LoraTarget.qkv(1, "q"), 2));
        assertRefused(() -> AdapterFile.writePredecessor(file, late), "lacks v of block 0.");
        Adapter more = new Adapter(Optional.empty(), List.of(q), Map.of("a", new float[1]));
        assertRefused(() -> AdapterFile.writePredecessor(file, more), "this adapter has more");
        assertFalse(Files.exists(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w_a_000,w_b_000 | 2 tensors; four a block are expected",
                "w_a_000,w_b_000,w_a_001,w_b_001,w_a_002 | 5 tensors; four a block are expected",
                "w_a_000,other | is not an adapter",
                "'' | is not an adapter"
            })
    void refusesWhatIsNoneOfThePredecessors(String names, String words) {
        TreeMap<String, FloatTensor> tensors = new TreeMap<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(",")) {
            tensors.put(
                    name,
                    FloatTensor.of(
                            name.startsWith("w_a") ? new long[] {2, 3} : new long[] {2, 2},
                            name.startsWith("w_a") ? A : B));
        }
        Path file = folder.resolve("old.safetensors");
        Safetensors.write(file, tensors, Map.of());
        assertRefused(() -> AdapterFile.read(file), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lora_A", "lora_B"})
    void refusesAPairThatTheTargetsLack(String which) {
        Path file = folder.resolve("adapter.safetensors");
        Safetensors.write(
                file,
                new TreeMap<>(
                        Map.of("image_encoder.blocks.0.attn.qkv.q." + which, FloatTensor.of(new long[] {2, 3}, A))),
                Map.of("schema", AdapterFile.SCHEMA, "base_sha256", SHA, "targets", "{}"));
        assertRefused(() -> AdapterFile.read(file), "image_encoder.blocks.0.attn.qkv.q." + which);
    }

    @Test
    void refusesANumberThatIsNotFinite() {
        Path file = folder.resolve("adapter.safetensors");
        var nan = new Adapter.Pair(LoraTarget.qkv(0, "q"), 1, 1, new float[] {1, Float.NaN}, new float[] {1});
        AdapterFile.write(file, adapter(nan), SHA);
        assertRefused(() -> AdapterFile.read(file), "lora_A[1] is NaN; finite numbers are expected.");
    }

    @Test
    void readsTheOneAdapterOfAJar() throws IOException {
        Path file = folder.resolve("adapter.safetensors");
        Adapter adapter = adapter(pair(LoraTarget.qkv(0, "q"), 2));
        AdapterFile.write(file, adapter, SHA);
        String entry = "META-INF/syr/a/b/adapter.safetensors";
        assertPairs(
                adapter.pairs(),
                AdapterFile.read(jar(file, entry, "adapter.safetensors")).pairs());
        Path none = jar(file, "META-INF/syr/a/adapter.safetensors");
        assertRefused(() -> AdapterFile.read(none), "holds 0 adapters; one is expected.");
        Path two = jar(file, entry, "META-INF/syr/a/c/adapter.safetensors");
        assertRefused(() -> AdapterFile.read(two), "holds 2 adapters; one is expected.");
    }

    private Path jar(Path file, String... entries) throws IOException {
        Path jar = Files.createTempFile(folder, "a", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    @Test
    void anAdapterWhoseBsAreZeroLearnedNothing() {
        var zero = new Adapter.Pair(LoraTarget.qkv(0, "q"), 1, 1, new float[] {1}, new float[] {0, 0});
        var last = new Adapter.Pair(LoraTarget.qkv(0, "v"), 1, 1, new float[] {1}, new float[] {0, 1});
        assertTrue(adapter(zero).learnedNothing());
        assertFalse(adapter(zero, last).learnedNothing());
        assertFalse(new Adapter(Optional.empty(), List.of(zero), Map.of("a", new float[1])).learnedNothing());
    }
}
