package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.HuggingFaceNames;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a folder of peft's, see {@link PeftFolder}. */
final class PeftReader {

    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";
    private static final String REMEDY = "Save a LoRA adapter of transformers' SamModel by save_pretrained.";
    private static final String UNSUPPORTED = "Train the adapter in Python without it.";

    private final Path file;
    private final TensorFile tensors;
    private final JsonCursor config;
    private final HuggingFaceNames names;

    private PeftReader(Path folder, SamCheckpoint base) {
        for (String name : List.of(PeftFolder.CONFIG, PeftFolder.WEIGHTS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw SyrException.badData(folder, "is a folder without " + name + ".", REMEDY);
            }
        }
        file = folder.resolve(PeftFolder.WEIGHTS);
        tensors = Safetensors.read(file);
        Path json = folder.resolve(PeftFolder.CONFIG);
        config = new JsonCursor(Json.read(json), json, REMEDY);
        names = HuggingFaceNames.ofMeta(base.tensors().keySet());
    }

    /** @param base whose layers are adapted */
    static Adapter read(Path folder, SamCheckpoint base) {
        return new PeftReader(folder, base).read();
    }

    private Adapter read() {
        requireLora();
        List<LinearLora> layers = new ArrayList<>();
        Map<String, float[]> replaced = new TreeMap<>();
        for (String name : tensors.tensors().keySet()) {
            if (name.endsWith(A)) {
                layers.add(layer(name.substring(0, name.length() - A.length())));
            } else if (!name.endsWith(B)) {
                replaced.put(meta(name), finite(tensors.tensor(name)));
            } else if (!tensors.tensors().containsKey(name.substring(0, name.length() - B.length()) + A)) {
                throw SyrException.badData(file, "has " + name + " without its A.", REMEDY);
            }
        }
        return new Adapter(Optional.empty(), pairs(layers), replaced);
    }

    private void requireLora() {
        JsonCursor type = config.get("peft_type");
        if (!type.text().equals("LORA")) {
            throw type.expected("\"LORA\"");
        }
        Optional<JsonCursor> bias = config.find("bias");
        if (bias.isPresent() && !bias.get().text().equals("none")) {
            throw bias.get().error("is " + bias.get().quoted() + "; SYR's adapters have no biases.", UNSUPPORTED);
        }
        for (String key : List.of("use_dora", "fan_in_fan_out")) {
            Optional<JsonCursor> value = config.find(key);
            if (value.isPresent() && value.get().bool()) {
                throw value.get().error("is true, which SYR's adapters are not.", UNSUPPORTED);
            }
        }
    }

    private LinearLora layer(String key) {
        String tensor = meta(key + ".weight");
        CheckpointTensor a = tensors.tensor(key + A);
        CheckpointTensor b = tensors.tensor(key + B);
        String module = key.substring(PeftFolder.PREFIX.length());
        int rank = of("rank_pattern", module).orElseGet(() -> config.get("r")).wholeInt();
        if (a.shape().length != 2
                || b.shape().length != 2
                || rank < 1
                || a.shape()[0] != rank
                || b.shape()[1] != rank
                || a.elements() == 0
                || b.elements() == 0
                || tensor.endsWith(LinearLora.QKV + ".weight") && b.shape()[0] % LinearLora.PARTS != 0) {
            throw SyrException.badData(
                    file,
                    a + " and " + b + " don't fit rank " + rank + ": rank x inputs and outputs x rank are expected.",
                    "Keep adapter_config.json and the weights that were saved with it together.");
        }
        JsonCursor said = of("alpha_pattern", module).orElseGet(() -> config.get("lora_alpha"));
        double alpha = said.number();
        if (!(alpha > 0 && alpha <= Float.MAX_VALUE)) {
            throw said.expected("a number above 0");
        }
        boolean rsLora = config.find("use_rslora").map(JsonCursor::bool).orElse(false);
        return new LinearLora(
                tensor.substring(0, tensor.length() - ".weight".length()),
                rank,
                // rank-stabilised LoRA has the scale alpha / sqrt(rank)
                rsLora ? alpha * Math.sqrt(rank) : alpha,
                finite(a),
                finite(b));
    }

    /** What a pattern says of a module; its keys are whole names, or their ends. */
    private Optional<JsonCursor> of(String pattern, String module) {
        return config.find(pattern).map(JsonCursor::entries).orElse(Map.of()).entrySet().stream()
                .filter(entry -> module.equals(entry.getKey()) || module.endsWith("." + entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private String meta(String key) {
        return Optional.of(key)
                .filter(name -> name.startsWith(PeftFolder.PREFIX))
                .flatMap(name -> names.toMeta(name.substring(PeftFolder.PREFIX.length())))
                .orElseThrow(() ->
                        SyrException.badData(file, "the tensor " + key + " belongs to no layer of SamModel.", REMEDY));
    }

    private float[] finite(CheckpointTensor tensor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw SyrException.badData(
                        file,
                        tensor.name() + "[" + i + "] is " + values[i] + "; finite numbers are expected.",
                        "The training went wrong or the file is damaged; train again.");
            }
        }
        return values;
    }

    /** Without the ranks that a part of qkv doesn't use, where all parts then have one rank, as exported ones do. */
    private List<Adapter.Pair> pairs(List<LinearLora> layers) {
        for (LinearLora layer : layers) {
            if (!LoraTarget.isKnown(layer.isQkv() ? layer.layer() + ".q" : layer.layer())) {
                throw SyrException.badData(
                        file,
                        "adapts " + layer.layer() + ", which SYR's adapters can't.",
                        "Adapt the encoder's qkv, proj and MLP, or the projections of the decoder's attention.");
            }
        }
        List<Adapter.Pair> used =
                layers.stream().flatMap(layer -> layer.pairs(true).stream()).toList();
        boolean oneRank = new TreeSet<>(used.stream().map(Adapter.Pair::rank).toList()).size() == 1;
        return (oneRank
                        ? used
                        : layers.stream()
                                .flatMap(layer -> layer.pairs(false).stream())
                                .toList())
                .stream().sorted(Comparator.comparing(Adapter.Pair::target)).toList();
    }
}
