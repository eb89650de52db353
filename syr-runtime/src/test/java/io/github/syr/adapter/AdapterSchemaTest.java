package io.github.syr.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The JSON Schema of {@code adapter.json}, as another library validates by it. */
class AdapterSchemaTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(AdapterManifest.jsonSchema());

    private final AdapterManifest manifest = new AdapterManifest(
            AdapterManifest.SCHEMA,
            new AdapterManifest.Coordinates("org.example", "ring-adapter", "1.2.0"),
            new AdapterManifest.Base("tiny", SHA256, 12_345_678_901L, "org.example:base:1", OptionalInt.of(2)),
            new AdapterManifest.Delta(SHA256, 8, 8, Optional.of(new Blocks(0, 5)), List.of("mlp", "q"), 0, 24_576),
            new AdapterManifest.Metrics(scores(0.81), judged(0.8), judged(0.5)),
            Map.of("train", new AdapterManifest.SplitSummary(24, SHA256)),
            AdapterManifestTest.training(),
            Map.of("syr", "0.1.0"),
            "cpu");

    private static Scores scores(double dice) {
        return new Scores(dice, dice, dice, OptionalDouble.empty(), 1 - dice);
    }

    private static AdapterManifest.Judged judged(double dice) {
        return new AdapterManifest.Judged(
                scores(dice), Map.of(SHA256, new Scores(dice, dice, dice, OptionalDouble.of(0.1), 0.2)));
    }

    private List<String> problems(String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void allowsWhatIsWritten() {
        assertEquals(List.of(), problems(manifest.toJson()));
        AdapterManifest sparse = new AdapterManifest(
                manifest.schema(),
                manifest.coordinates(),
                new AdapterManifest.Base("tiny", SHA256, 1, "base.pth", OptionalInt.empty()),
                new AdapterManifest.Delta(SHA256, 8, 8, Optional.empty(), List.of(), 12, 24_576),
                manifest.metrics(),
                Map.of(),
                manifest.training(),
                Map.of(),
                "gpu");
        assertEquals(List.of(), problems(sparse.toJson()));
    }

    /** What the schema asks for is what the reader asks for: every key, and no other. */
    @Test
    void refusesWhatLacksAKeyOrHasAnother() {
        JsonObject whole = RecordJson.toJson(manifest);
        List<JsonObject> changed = new ArrayList<>();
        withEachKeyRemoved(whole, whole, changed);
        assertTrue(changed.size() > 70, changed.size() + " keys");
        for (JsonObject each : changed) {
            String json = Json.write(each);
            assertTrue(!problems(json).isEmpty(), json);
        }
    }

    /** Maps of files, splits and versions may lack any; every other key is asked for. */
    private static void withEachKeyRemoved(JsonObject root, JsonObject within, List<JsonObject> changed) {
        for (String key : List.copyOf(within.keySet())) {
            JsonElement value = within.remove(key);
            if (!key.equals(SHA256) && !key.equals("train") && !key.equals("syr")) {
                changed.add(root.deepCopy());
                within.add(key + "x", value);
                changed.add(root.deepCopy());
                within.remove(key + "x");
            }
            within.add(key, value);
            if (value.isJsonObject()) {
                withEachKeyRemoved(root, value.getAsJsonObject(), changed);
            }
        }
    }

    @Test
    void refusesWrongValuesAndSaysWhere() {
        refuses(json -> json.addProperty("schema", "syr/adapter/2"), "/schema");
        refuses(json -> json.getAsJsonObject("base").addProperty("sha256", "c8"), "/base/sha256");
        refuses(json -> json.getAsJsonObject("adapter").addProperty("rank", "eight"), "/adapter/rank");
        refuses(
                json -> json.getAsJsonObject("metrics")
                        .getAsJsonObject("test")
                        .getAsJsonObject("mean")
                        .addProperty("dice", 1.5),
                "/metrics/test/mean/dice");
        refuses(json -> json.getAsJsonObject("training").addProperty("decoder", "thawed"), "/training/decoder");
    }

    private void refuses(Consumer<JsonObject> change, String where) {
        JsonObject json = RecordJson.toJson(manifest);
        change.accept(json);
        List<String> problems = problems(Json.write(json));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains(where), problems.toString());
    }

    @Test
    void isTheOneOfTheDocumentation() throws Exception {
        assertEquals(Files.readString(Path.of("../docs/schema/adapter.schema.json")), AdapterManifest.jsonSchema());
    }
}
