package io.github.syr.adapter.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.json.Json;
import io.github.syr.testing.FormulaWeights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters of Python, brought into SYR's. */
class AdapterImportTest {

    private static final String SHA = "0f".repeat(32);
    private static final String LAYERS = "base_model.model.vision_encoder.layers.";

    @TempDir
    Path folder;

    private final SamCheckpoint base = MiniAdapter.base();

    /** peft's own: a LoRA of rank 2 on each qkv, alpha 4; changed before it is written. */
    private Path peft(Consumer<JsonObject> config, Consumer<TreeMap<String, FloatTensor>> tensors) {
        TreeMap<String, FloatTensor> all = new TreeMap<>();
        for (int block = 0; block < 4; block++) {
            String qkv = LAYERS + block + ".attn.qkv";
            all.put(qkv + ".lora_A.weight", tensor(qkv + " A", 2, 32));
            all.put(qkv + ".lora_B.weight", tensor(qkv + " B", 96, 2));
        }
        tensors.accept(all);
        JsonObject json = new JsonObject();
        json.addProperty("peft_type", "LORA");
        json.addProperty("r", 2);
        json.addProperty("lora_alpha", 4);
        json.addProperty("bias", "none");
        json.add("target_modules", new JsonPrimitive(".*qkv"));
        config.accept(json);
        AtomicFile.write(folder.resolve(PeftFolder.CONFIG), Json.write(json).getBytes(StandardCharsets.UTF_8));
        Safetensors.write(folder.resolve(PeftFolder.WEIGHTS), all, Map.of());
        return folder;
    }

    private static FloatTensor tensor(String name, int rows, int columns) {
        return FloatTensor.of(new long[] {rows, columns}, FormulaWeights.scaled(name, rows * columns, 0.3f));
    }

    private Adapter read(Path source) {
        return AdapterImport.read(source, base, SHA);
    }

    private void refuses(Path source, String words) {
        String message = assertThrows(SyrException.class, () -> read(source)).getMessage();
        assertTrue(message.contains(words), message);
    }

    private static void assertSame(Adapter expected, Adapter read) {
        assertEquals(
                expected.pairs().stream().map(Adapter.Pair::target).toList(),
                read.pairs().stream().map(Adapter.Pair::target).toList());
        for (int i = 0; i < read.pairs().size(); i++) {
            assertEquals(expected.pairs().get(i).rank(), read.pairs().get(i).rank());
            assertEquals(expected.pairs().get(i).alpha(), read.pairs().get(i).alpha(), 1e-9);
            assertArrayEquals(expected.pairs().get(i).a(), read.pairs().get(i).a());
            assertArrayEquals(expected.pairs().get(i).b(), read.pairs().get(i).b());
        }
    }

    /** A training can go on where the exported one ended: the same layers at the same rank. */
    @Test
    void whatWasExportedComesBackAsItWas() {
        Adapter adapter = MiniAdapter.ofADecoder(base);
        PeftFolder.write(folder, adapter, base);
        Adapter read = read(folder);
        assertSame(adapter, read);
        adapter.replaced()
                .forEach((name, values) ->
                        assertArrayEquals(values, read.replaced().get(name), name));
    }

    @Test
    void aPredecessorsFileComesBackAsItWas() {
        Adapter adapter = MiniAdapter.ofQueriesAndValues(base);
        Path file = folder.resolve("lora.safetensors");
        AdapterFile.writePredecessor(file, adapter);
        assertSame(adapter, read(file));
    }

    /** The weights of a block, by hand: W + 4 / 2 B A in all 96 rows. */
    @Test
    void aLoraOnAWholeQkvIsSplitIntoItsParts() {
        Adapter read = read(peft(config -> {}, tensors -> {}));
        assertEquals(12, read.pairs().size());
        assertEquals(
                List.of(LoraTarget.qkv(0, "q"), LoraTarget.qkv(0, "k"), LoraTarget.qkv(0, "v")),
                read.pairs().stream().limit(3).map(Adapter.Pair::target).toList());
        assertMerged(read, 4.0 / 2);
    }

    @Test
    void rankStabilisedLoraHasAnotherScale() {
        assertMerged(read(peft(config -> config.addProperty("use_rslora", true), tensors -> {})), 4 / Math.sqrt(2));
    }

    @Test
    void alphaMayBeAPatterns() {
        JsonObject alphas = new JsonObject();
        alphas.addProperty("layers.1.attn.qkv", 6);
        assertMerged(read(peft(config -> config.add("alpha_pattern", alphas), tensors -> {})), 6.0 / 2);
    }

    private void assertMerged(Adapter adapter, double scale) {
        float[] a = tensor(LAYERS + "1.attn.qkv A", 2, 32).toFloats();
        float[] b = tensor(LAYERS + "1.attn.qkv B", 96, 2).toFloats();
        String name = "image_encoder.blocks.1.attn.qkv.weight";
        float[] weight = base.tensors().get(name).toFloats();
        float[] merged = adapter.merged(name, tensor -> weight.clone());
        for (int i = 0; i < 96; i++) {
            for (int j = 0; j < 32; j++) {
                double expected = weight[i * 32 + j] + scale * (b[i * 2] * a[j] + b[i * 2 + 1] * a[32 + j]);
                assertEquals(expected, merged[i * 32 + j], 1e-6);
            }
        }
    }

    @Test
    void refusesAConfigurationThatSyrsAdaptersDontHave() {
        refuses(peft(config -> config.remove("lora_alpha"), tensors -> {}), "the key \"lora_alpha\" is missing");
        refuses(peft(config -> config.addProperty("lora_alpha", 0), tensors -> {}), "expected: a number above 0");
        refuses(peft(config -> config.addProperty("peft_type", "IA3"), tensors -> {}), "expected: \"LORA\"");
        refuses(peft(config -> config.addProperty("bias", "all"), tensors -> {}), "SYR's adapters have no biases");
        refuses(peft(config -> config.addProperty("use_dora", true), tensors -> {}), "is true, which SYR's adapters");
        refuses(
                peft(config -> config.addProperty("r", 3), tensors -> {}),
                "don't fit rank 3: rank x inputs and outputs x rank are expected.");
        refuses(folder.resolve("none"), "doesn't exist. Name a file of the predecessor");
    }

    @Test
    void refusesLayersThatATrainingCouldntGoOnWith() {
        refuses(
                peft(config -> {}, tensors -> tensors.keySet().removeIf(name -> name.startsWith(LAYERS + "2"))),
                "lacks attn.qkv.k of block 2, and adapts it in others from 0 to 3.");
        JsonObject ranks = new JsonObject();
        ranks.addProperty("vision_encoder.layers.3.attn.qkv", 1);
        refuses(
                peft(config -> config.add("rank_pattern", ranks), tensors -> {
                    tensors.put(LAYERS + "3.attn.qkv.lora_A.weight", tensor("A", 1, 32));
                    tensors.put(LAYERS + "3.attn.qkv.lora_B.weight", tensor("B", 96, 1));
                }),
                "has layers of the ranks [1, 2]; one rank is expected.");
        refuses(
                peft(config -> {}, tensors -> tensors.put(LAYERS + "3.attn.qkv.lora_A.weight", tensor("A", 2, 16))),
                "image_encoder.blocks.3.attn.qkv.q (rank 2, 32 x 16) doesn't fit the checkpoint, which has 32 x 32.");
        refuses(
                peft(config -> {}, tensors -> tensors.put(LAYERS + "3.attn.qkv.lora_B.weight", tensor("B", 95, 2))),
                "outputs x rank are expected.");
        refuses(
                peft(config -> {}, tensors -> tensors.remove(LAYERS + "3.attn.qkv.lora_A.weight")),
                "3.attn.qkv.lora_B.weight without its A.");
        refuses(
                peft(config -> {}, tensors -> tensors.remove(LAYERS + "3.attn.qkv.lora_B.weight")),
                "has no tensor \"" + LAYERS + "3.attn.qkv.lora_B.weight\"");
        refuses(
                peft(config -> {}, tensors -> tensors.put("base_model.model.other.weight", tensor("B", 1, 2))),
                "the tensor base_model.model.other.weight belongs to no layer of SamModel.");
        refuses(
                peft(
                        config -> {},
                        tensors -> tensors.replaceAll((name, tensor) ->
                                name.contains("_B") ? FloatTensor.of(tensor.shape(), new float[192]) : tensor)),
                "has no LoRA pair that isn't zero.");
    }
}
