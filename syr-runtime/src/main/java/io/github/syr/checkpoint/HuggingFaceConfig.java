package io.github.syr.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What no shape tells, from a Hugging Face {@code config.json}. What is not said there has {@code transformers}' default, as there.
 *
 * @param file the config.json
 */
record HuggingFaceConfig(Path file, JsonObject vision, JsonObject decoder) {

    /** transformers' default for both; its two-way blocks differ from Meta's in this. */
    static final double DEFAULT_EPS = 1e-6;

    private static final String REMEDY = "Use the config.json that was published with the weights.";
    private static final long LONGEST = 1 << 20;

    static HuggingFaceConfig read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw SyrException.badData(file, "is longer than the " + LONGEST + " bytes that a config.json may have.", REMEDY);
            }
            JsonElement json = JsonParser.parseString(Files.readString(file));
            if (!json.isJsonObject()) {
                throw SyrException.badData(file, "is not a JSON object.", REMEDY);
            }
            JsonObject config = json.getAsJsonObject();
            JsonElement type = config.get("model_type");
            if (type != null && !(type.isJsonPrimitive() && type.getAsString().equals("sam"))) {
                throw SyrException.badData(file, "has the model_type " + type + "; \"sam\" is expected.", REMEDY);
            }
            return new HuggingFaceConfig(file, section(file, config, "vision_config"), section(file, config, "mask_decoder_config"));
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", REMEDY, e);
        } catch (JsonParseException e) {
            throw SyrException.badData(file, "is not JSON: " + e.getMessage() + ".", REMEDY, e);
        }
    }

    private static JsonObject section(Path file, JsonObject config, String name) {
        JsonElement section = config.get(name);
        if (section == null || section.isJsonNull()) {
            return new JsonObject();
        }
        if (!section.isJsonObject()) {
            throw SyrException.badData(file, "has a " + name + " that is not an object.", REMEDY);
        }
        return section.getAsJsonObject();
    }

    int decoderHeads() {
        return whole(decoder, "num_attention_heads").orElse(SamConfig.META_DECODER_HEADS);
    }

    double encoderEps() {
        return eps(vision);
    }

    double twoWayEps() {
        return eps(decoder);
    }

    /** Refuses a config.json of another model: where it says what the shapes say, both must say the same. */
    void check(SamConfig config) {
        same(vision, "image_size", config.imageSize());
        same(vision, "patch_size", config.patchSize());
        same(vision, "hidden_size", config.embedDim());
        same(vision, "num_hidden_layers", config.depth());
        same(vision, "num_attention_heads", config.numHeads());
        same(decoder, "hidden_size", config.promptDim());
        same(decoder, "num_hidden_layers", config.decoderDepth());
        same(vision, "hidden_act", "gelu");
        same(decoder, "hidden_act", "relu");
    }

    private void same(JsonObject section, String name, int expected) {
        OptionalInt value = whole(section, name);
        if (value.isPresent() && value.getAsInt() != expected) {
            throw SyrException.badData(file, "says " + name + " " + value.getAsInt() + ", but the tensors' shapes say " + expected
                    + ".", REMEDY);
        }
    }

    private void same(JsonObject section, String name, String expected) {
        JsonElement value = section.get(name);
        if (value != null && !(value.isJsonPrimitive() && value.getAsString().equals(expected))) {
            throw SyrException.badData(file, "says " + name + " " + value + "; SAM has \"" + expected + "\".", REMEDY);
        }
    }

    private OptionalInt whole(JsonObject section, String name) {
        JsonElement value = section.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(value.getAsJsonPrimitive().getAsBigDecimal().intValueExact());
        } catch (IllegalStateException | NumberFormatException | ArithmeticException e) {
            throw SyrException.badData(file, "says " + name + " " + value + "; a whole number is expected.", REMEDY, e);
        }
    }

    private double eps(JsonObject section) {
        JsonElement value = section.get("layer_norm_eps");
        if (value == null) {
            return DEFAULT_EPS;
        }
        try {
            double eps = value.getAsJsonPrimitive().getAsDouble();
            if (eps > 0 && eps < 1) {
                return eps;
            }
        } catch (IllegalStateException | NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw SyrException.badData(file, "says layer_norm_eps " + value + "; a number between 0 and 1 is expected.", REMEDY);
    }
}
