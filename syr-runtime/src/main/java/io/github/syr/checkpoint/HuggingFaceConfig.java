package io.github.syr.checkpoint;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.syr.error.SyrException;
import io.github.syr.json.JsonCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What no shape tells, from a Hugging Face {@code config.json}. What is not said there has {@code transformers}'
 * default, as there.
 *
 * @param vision what it says of the image encoder
 * @param decoder what it says of the mask decoder
 */
record HuggingFaceConfig(Map<String, JsonCursor> vision, Map<String, JsonCursor> decoder) {

    /** transformers' default for both; its two-way blocks differ from Meta's in this. */
    static final double DEFAULT_EPS = 1e-6;

    private static final String REMEDY = "Use the config.json that was published with the weights.";
    private static final long LONGEST = 1 << 20;

    static HuggingFaceConfig read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw SyrException.badData(
                        file, "is longer than the " + LONGEST + " bytes that a config.json may have.", REMEDY);
            }
            JsonCursor config = new JsonCursor(JsonParser.parseString(Files.readString(file)), file, REMEDY);
            same(config.members(), "model_type", "sam");
            return new HuggingFaceConfig(section(config, "vision_config"), section(config, "mask_decoder_config"));
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", REMEDY, e);
        } catch (JsonParseException e) {
            throw SyrException.badData(file, "is not JSON: " + e.getMessage() + ".", REMEDY, e);
        }
    }

    private static Map<String, JsonCursor> section(JsonCursor config, String name) {
        return config.find(name).map(JsonCursor::members).orElse(Map.of());
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

    private static void same(Map<String, JsonCursor> section, String name, int expected) {
        OptionalInt value = whole(section, name);
        if (value.isPresent() && value.getAsInt() != expected) {
            throw section.get(name)
                    .error("is " + value.getAsInt() + ", but the tensors' shapes say " + expected + ".", REMEDY);
        }
    }

    private static void same(Map<String, JsonCursor> section, String name, String expected) {
        JsonCursor value = section.get(name);
        if (value != null && !(value.isText() && value.text().equals(expected))) {
            throw value.expected("\"" + expected + "\"");
        }
    }

    private static OptionalInt whole(Map<String, JsonCursor> section, String name) {
        JsonCursor value = section.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.wholeInt());
    }

    private static double eps(Map<String, JsonCursor> section) {
        JsonCursor value = section.get("layer_norm_eps");
        if (value == null) {
            return DEFAULT_EPS;
        }
        double eps = value.number();
        if (eps > 0 && eps < 1) {
            return eps;
        }
        throw value.expected("a number between 0 and 1");
    }
}
