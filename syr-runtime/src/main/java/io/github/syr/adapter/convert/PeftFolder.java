package io.github.syr.adapter.convert;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.syr.adapter.Adapter;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.HuggingFaceModel;
import io.github.syr.checkpoint.HuggingFaceNames;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adapters as Hugging Face's peft has them for transformers' {@code SamModel}: a folder with {@value #CONFIG} and
 * {@value #WEIGHTS}, for {@code PeftModel.from_pretrained}. Source: peft, {@code utils/save_and_load.py} and
 * {@code tuners/lora/config.py}.
 *
 * <p>{@code SamModel} has one linear layer qkv: pairs of q, k and v become one of the sum of their ranks. What is
 * trained of the mask decoder is in {@code modules_to_save}, by its innermost modules: peft calls a saved module with
 * an argument by position, and {@code SamModel} calls the decoder and its attentions by name.
 */
public final class PeftFolder {

    /** What is said of the adapter. */
    public static final String CONFIG = "adapter_config.json";

    /** Its tensors. */
    public static final String WEIGHTS = "adapter_model.safetensors";

    /** What peft calls the model in its own. */
    static final String PREFIX = "base_model.model.";

    private static final String DECODER = "mask_decoder";
    private static final String REMEDY = "Merge it into a checkpoint with mvn syr:merge, which holds any adapter.";

    private PeftFolder() {}

    /**
     * Writes an adapter.
     *
     * @param folder made where it is missing
     * @param base that the adapter was trained on, and fits
     * @throws SyrException if peft can't represent the adapter, or a file can't be written
     */
    public static void write(Path folder, Adapter adapter, SamCheckpoint base) {
        requireRepresentable(adapter);
        HuggingFaceNames names = HuggingFaceNames.ofMeta(base.tensors().keySet());
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        List<LinearLora> layers = LinearLora.of(adapter);
        for (LinearLora layer : layers) {
            String name = PREFIX + module(names, layer);
            tensors.put(name + ".lora_A.weight", FloatTensor.of(layer.shapeOfA(), layer.a()));
            tensors.put(name + ".lora_B.weight", FloatTensor.of(layer.shapeOfB(), layer.b()));
        }
        SortedSet<String> saved = new TreeSet<>();
        adapter.replaced()
                .keySet()
                .forEach(meta -> saved.add(parent(names.fromMeta(meta).get(0))));
        base.tensors().forEach((meta, tensor) -> {
            String name = names.fromMeta(meta).get(0);
            if (saved.contains(parent(name))) {
                // peft saves a module whole: what wasn't trained of it is the base's
                float[] values = adapter.replaced().get(meta);
                tensors.put(PREFIX + name, values == null ? tensor : FloatTensor.of(tensor.shape(), values));
            }
        });
        Safetensors.write(folder.resolve(WEIGHTS), tensors, HuggingFaceModel.METADATA);
        AtomicFile.write(
                folder.resolve(CONFIG), Json.write(config(layers, names, saved)).getBytes(StandardCharsets.UTF_8));
    }

    private static void requireRepresentable(Adapter adapter) {
        if (adapter.pairs().isEmpty()) {
            throw SyrException.badRequest("peft's layout needs a LoRA pair, and this adapter has none.", REMEDY);
        }
        for (String tensor : adapter.replaced().keySet()) {
            if (!tensor.startsWith(DECODER + ".")) {
                throw SyrException.badRequest(
                        "In peft's layout an adapter replaces the mask decoder alone, and this one replaces " + tensor
                                + ".",
                        REMEDY);
            }
        }
        if (!adapter.replaced().isEmpty()
                && adapter.pairs().stream()
                        .anyMatch(pair -> pair.target().block().isEmpty())) {
            throw SyrException.badRequest(
                    "In peft's layout the mask decoder is either replaced or has LoRA, and in this adapter it has both.",
                    REMEDY);
        }
    }

    private static String module(HuggingFaceNames names, LinearLora layer) {
        return parent(names.fromMeta(layer.layer() + ".weight").get(0));
    }

    /** The module that a tensor belongs to. */
    private static String parent(String tensor) {
        return tensor.substring(0, tensor.lastIndexOf('.'));
    }

    private static JsonObject config(List<LinearLora> layers, HuggingFaceNames names, SortedSet<String> saved) {
        LinearLora first = layers.get(0);
        JsonArray modules = new JsonArray();
        JsonObject ranks = new JsonObject();
        JsonObject alphas = new JsonObject();
        for (LinearLora layer : layers) {
            String module = module(names, layer);
            modules.add(module);
            // in both: older versions of peft look a module up in the first pattern that has it
            if (layer.rank() != first.rank() || layer.alpha() != first.alpha()) {
                ranks.addProperty(module, layer.rank());
                alphas.add(module, number(layer.alpha()));
            }
        }
        JsonObject config = new JsonObject();
        config.addProperty("peft_type", "LORA");
        config.add("task_type", JsonNull.INSTANCE);
        config.add("auto_mapping", model());
        config.add("base_model_name_or_path", JsonNull.INSTANCE);
        config.addProperty("inference_mode", true);
        config.addProperty("r", first.rank());
        config.add("lora_alpha", number(first.alpha()));
        config.add("rank_pattern", ranks);
        config.add("alpha_pattern", alphas);
        config.add("target_modules", modules);
        config.add("modules_to_save", saved.isEmpty() ? JsonNull.INSTANCE : array(saved));
        config.addProperty("use_rslora", false);
        config.addProperty("lora_dropout", 0.0);
        config.addProperty("bias", "none");
        config.addProperty("fan_in_fan_out", false);
        config.addProperty("init_lora_weights", true);
        return config;
    }

    private static JsonArray array(SortedSet<String> words) {
        JsonArray array = new JsonArray();
        words.forEach(array::add);
        return array;
    }

    private static JsonObject model() {
        JsonObject model = new JsonObject();
        model.addProperty("base_model_class", "SamModel");
        model.addProperty("parent_library", "transformers.models.sam.modeling_sam");
        return model;
    }

    /** peft takes alpha for a whole number, where it is one. */
    private static JsonPrimitive number(double value) {
        return value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
                ? new JsonPrimitive((long) value)
                : new JsonPrimitive(value);
    }
}
