package io.github.syr.adapter.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.syr.adapter.Adapter;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters in peft's layout, computed as peft computes them. */
class PeftFolderTest {

    private static final String LAYERS = "base_model.model.vision_encoder.layers.";

    @TempDir
    Path folder;

    private final SamCheckpoint base = MiniAdapter.base();

    private TensorFile write(Adapter adapter) {
        PeftFolder.write(folder, adapter, base);
        return Safetensors.read(folder.resolve(PeftFolder.WEIGHTS));
    }

    private JsonObject config() {
        return Json.read(folder.resolve(PeftFolder.CONFIG)).getAsJsonObject();
    }

    /** {@code W + scale · B A} of a layer, in double precision. */
    private static float[] merged(TensorFile file, JsonObject config, String module, float[] weight) {
        float[] a = file.tensor("base_model.model." + module + ".lora_A.weight").toFloats();
        float[] b = file.tensor("base_model.model." + module + ".lora_B.weight").toFloats();
        JsonObject ranks = config.getAsJsonObject("rank_pattern");
        int rank = (ranks.has(module) ? ranks.get(module) : config.get("r")).getAsInt();
        JsonObject alphas = config.getAsJsonObject("alpha_pattern");
        double alpha = (alphas.has(module) ? alphas.get(module) : config.get("lora_alpha")).getAsDouble();
        int inputs = a.length / rank;
        float[] merged = weight.clone();
        for (int i = 0; i < b.length / rank; i++) {
            for (int j = 0; j < inputs; j++) {
                double sum = 0;
                for (int r = 0; r < rank; r++) {
                    sum += (double) b[i * rank + r] * a[r * inputs + j];
                }
                merged[i * inputs + j] = (float) (weight[i * inputs + j] + alpha / rank * sum);
            }
        }
        return merged;
    }

    private void assertMerged(Adapter adapter, Map<String, String> modules) {
        TensorFile file = write(adapter);
        JsonObject config = config();
        assertEquals(
                modules.keySet(),
                new java.util.TreeSet<>(config.getAsJsonArray("target_modules").asList().stream()
                        .map(module -> module.getAsString())
                        .toList()));
        modules.forEach((module, tensor) -> {
            float[] weight = base.tensors().get(tensor).toFloats();
            assertArrayEquals(
                    adapter.merged(tensor, name -> weight.clone()),
                    merged(file, config, module, weight),
                    1e-6f,
                    module);
        });
    }

    @Test
    void pairsOfOneQkvBecomeOneOfTheSumOfTheirRanks() {
        TensorFile file = write(MiniAdapter.ofQueriesAndValues(base));
        assertArrayEquals(
                new long[] {6, 32},
                file.tensor(LAYERS + "3.attn.qkv.lora_A.weight").shape());
        assertArrayEquals(
                new long[] {96, 6},
                file.tensor(LAYERS + "3.attn.qkv.lora_B.weight").shape());
        float[] b = file.tensor(LAYERS + "3.attn.qkv.lora_B.weight").toFloats();
        Adapter.Pair v = MiniAdapter.ofQueriesAndValues(base).pairs().get(7);
        for (int i = 0; i < 96; i++) {
            for (int r = 0; r < 6; r++) {
                boolean ofQ = i < 32 && r < 3;
                boolean ofV = i >= 64 && r >= 3;
                assertEquals(ofQ || ofV, b[i * 6 + r] != 0, "row " + i + ", column " + r);
                if (ofV) {
                    assertEquals(v.b()[(i - 64) * 3 + r - 3], b[i * 6 + r]);
                }
            }
        }
        assertEquals(8, file.tensors().size());
        assertEquals(Map.of("format", "pt"), file.metadata());
        JsonObject config = config();
        assertEquals("LORA", config.get("peft_type").getAsString());
        assertEquals(6, config.get("r").getAsInt());
        assertEquals("6", config.get("lora_alpha").getAsString());
        assertEquals(Map.of(), config.getAsJsonObject("rank_pattern").asMap());
        assertTrue(config.get("modules_to_save").isJsonNull());
    }

    @Test
    void queriesAndValuesMergeToTheSameWeights() {
        Map<String, String> modules = new TreeMap<>();
        for (int block = 0; block < 4; block++) {
            modules.put(
                    "vision_encoder.layers." + block + ".attn.qkv",
                    "image_encoder.blocks." + block + ".attn.qkv.weight");
        }
        assertMerged(MiniAdapter.ofQueriesAndValues(base), modules);
    }

    @Test
    void everyKindOfLayerMergesToTheSameWeights() {
        assertMerged(
                MiniAdapter.ofEveryKind(base),
                new TreeMap<>(Map.of(
                        "vision_encoder.layers.0.attn.qkv", "image_encoder.blocks.0.attn.qkv.weight",
                        "vision_encoder.layers.2.attn.qkv", "image_encoder.blocks.2.attn.qkv.weight",
                        "vision_encoder.layers.0.attn.proj", "image_encoder.blocks.0.attn.proj.weight",
                        "vision_encoder.layers.1.mlp.lin1", "image_encoder.blocks.1.mlp.lin1.weight",
                        "vision_encoder.layers.1.mlp.lin2", "image_encoder.blocks.1.mlp.lin2.weight",
                        "mask_decoder.transformer.layers.1.self_attn.out_proj",
                                "mask_decoder.transformer.layers.1.self_attn.out_proj.weight",
                        "mask_decoder.transformer.final_attn_token_to_image.q_proj",
                                "mask_decoder.transformer.final_attn_token_to_image.q_proj.weight")));
        JsonObject ranks = config().getAsJsonObject("rank_pattern");
        assertEquals(3, ranks.get("vision_encoder.layers.1.mlp.lin1").getAsInt());
        assertEquals(
                2.5,
                config().getAsJsonObject("alpha_pattern")
                        .get("vision_encoder.layers.2.attn.qkv")
                        .getAsDouble());
    }

    /** By its innermost modules: peft can't call a saved module that takes its arguments by name. */
    @Test
    void whatIsTrainedOfTheDecoderIsSavedByModule() {
        Adapter adapter = MiniAdapter.ofADecoder(base);
        TensorFile file = write(adapter);
        assertEquals(
                List.of(
                        "mask_decoder.iou_token",
                        "mask_decoder.output_hypernetworks_mlps.0.proj_out",
                        "mask_decoder.transformer.layers.0.layer_norm1"),
                config().getAsJsonArray("modules_to_save").asList().stream()
                        .map(module -> module.getAsString())
                        .toList());
        assertEquals(8 + 5, file.tensors().size());
        assertArrayEquals(
                adapter.replaced().get("mask_decoder.output_hypernetworks_mlps.0.layers.2.weight"),
                file.tensor("base_model.model.mask_decoder.output_hypernetworks_mlps.0.proj_out.weight")
                        .toFloats());
        assertArrayEquals(
                base.tensors()
                        .get("mask_decoder.output_hypernetworks_mlps.0.layers.2.bias")
                        .toFloats(),
                file.tensor("base_model.model.mask_decoder.output_hypernetworks_mlps.0.proj_out.bias")
                        .toFloats());
    }

    @Test
    void refusesWhatPeftCantHold() {
        List<Adapter.Pair> pairs = MiniAdapter.ofEveryKind(base).pairs();
        refuses(new Adapter(Optional.empty(), List.of(), Map.of()), "peft's layout needs a LoRA pair");
        refuses(
                new Adapter(Optional.empty(), pairs, Map.of("image_encoder.neck.1.bias", new float[32])),
                "this one replaces image_encoder.neck.1.bias. Merge it into a checkpoint with mvn syr:merge");
        refuses(
                new Adapter(Optional.empty(), pairs, Map.of("mask_decoder.iou_token.weight", new float[32])),
                "either replaced or has LoRA, and in this adapter it has both");
        assertFalse(Files.exists(folder.resolve(PeftFolder.WEIGHTS)));
    }

    private void refuses(Adapter adapter, String words) {
        String message = assertThrows(SyrException.class, () -> PeftFolder.write(folder, adapter, base))
                .getMessage();
        assertTrue(message.contains(words), message);
    }
}
