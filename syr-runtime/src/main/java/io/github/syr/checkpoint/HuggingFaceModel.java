package io.github.syr.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.syr.io.AtomicFile;
import io.github.syr.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a model as transformers' {@code SamModel.from_pretrained} loads it: a folder with {@code model.safetensors}
 * and {@code config.json}.
 */
public final class HuggingFaceModel {

    /** What transformers asks of a safetensors file's metadata. */
    public static final Map<String, String> METADATA = Map.of("format", "pt");

    private HuggingFaceModel() {}

    /**
     * Writes the folder. One tensor is in memory at a time.
     *
     * @param tensors all of the model's by Meta's names
     * @throws io.github.syr.error.SyrException if a file can't be written
     */
    public static void write(Path folder, SamConfig config, SortedMap<String, ? extends FloatTensor> tensors) {
        HuggingFaceNames names = HuggingFaceNames.ofMeta(tensors.keySet());
        SortedMap<String, FloatTensor> renamed = new TreeMap<>();
        tensors.forEach((meta, tensor) -> names.fromMeta(meta).forEach(name -> renamed.put(name, tensor)));
        Safetensors.write(folder.resolve("model.safetensors"), renamed, METADATA);
        AtomicFile.write(folder.resolve("config.json"), Json.write(json(config)).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(SamConfig config) {
        JsonObject json = new JsonObject();
        json.add("architectures", array("SamModel"));
        json.addProperty("model_type", "sam");
        json.add("vision_config", vision(config));
        json.add("prompt_encoder_config", prompts(config));
        json.add("mask_decoder_config", decoder(config));
        return json;
    }

    private static JsonArray array(String word) {
        JsonArray array = new JsonArray();
        array.add(word);
        return array;
    }

    private static JsonObject vision(SamConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "sam_vision_model");
        json.addProperty("hidden_size", config.embedDim());
        json.addProperty("output_channels", config.promptDim());
        json.addProperty("num_hidden_layers", config.depth());
        json.addProperty("num_attention_heads", config.numHeads());
        json.addProperty("num_channels", 3);
        json.addProperty("image_size", config.imageSize());
        json.addProperty("patch_size", config.patchSize());
        json.addProperty("hidden_act", "gelu");
        json.addProperty("layer_norm_eps", config.encoderLayerNormEps());
        json.addProperty("qkv_bias", true);
        json.addProperty("use_abs_pos", true);
        json.addProperty("use_rel_pos", true);
        json.addProperty("window_size", config.windowSize());
        JsonArray global = new JsonArray();
        config.globalAttnIndexes().forEach(global::add);
        json.add("global_attn_indexes", global);
        json.addProperty("num_pos_feats", config.promptDim() / 2);
        json.addProperty("mlp_dim", config.mlpDim());
        json.addProperty("mlp_ratio", config.mlpDim() / (double) config.embedDim());
        return json;
    }

    private static JsonObject prompts(SamConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "sam_prompt_encoder");
        json.addProperty("hidden_size", config.promptDim());
        json.addProperty("image_size", config.imageSize());
        json.addProperty("patch_size", config.patchSize());
        json.addProperty("image_embedding_size", config.gridSize());
        json.addProperty("mask_input_channels", config.maskInChans());
        json.addProperty("num_point_embeddings", SamShapes.POINT_KINDS);
        json.addProperty("hidden_act", "gelu");
        return json;
    }

    private static JsonObject decoder(SamConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "sam_mask_decoder");
        json.addProperty("hidden_size", config.promptDim());
        json.addProperty("hidden_act", "relu");
        json.addProperty("mlp_dim", config.decoderMlpDim());
        json.addProperty("num_hidden_layers", config.decoderDepth());
        json.addProperty("num_attention_heads", config.decoderHeads());
        json.addProperty("attention_downsample_rate", config.attentionDownsampleRate());
        json.addProperty("num_multimask_outputs", config.numMultimaskOutputs());
        json.addProperty("iou_head_depth", config.iouHeadDepth());
        json.addProperty("iou_head_hidden_dim", config.iouHeadHiddenDim());
        json.addProperty("layer_norm_eps", config.twoWayLayerNormEps());
        return json;
    }
}
