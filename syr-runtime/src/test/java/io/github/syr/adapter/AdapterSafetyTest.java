package io.github.syr.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterManifest.Coordinates;
import io.github.syr.adapter.AdapterManifest.Delta;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that contradict themselves, or that would make weights no numbers. */
class AdapterSafetyTest {

    private static final String QKV = "image_encoder.blocks.%s.attn.qkv.q";

    @TempDir
    Path folder;

    private static Adapter.Pair pair(int block, String part, double alpha, float a, float b) {
        return new Adapter.Pair(LoraTarget.qkv(block, part), 2, alpha, filled(8, a), filled(8, b));
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static Adapter adapter() {
        return new Adapter(
                Optional.of("0".repeat(64)),
                List.of(pair(1, "q", 4, 1, 1), pair(3, "v", 4, 1, 1)),
                Map.of("mask_decoder.iou_token.weight", filled(4, 1)));
    }

    /** What {@code adapter.json} may say of it, and only that. */
    private static final Delta SAYS =
            new Delta("f", 2, 4, Optional.of(new Blocks(1, 3)), List.of("q", "v"), 1, 2 * 16 + 4);

    static Stream<Arguments> contradictions() {
        Optional<Blocks> blocks = SAYS.blocks();
        List<String> targets = SAYS.targets();
        return Stream.of(
                Arguments.of("rank", new Delta("f", 4, 4, blocks, targets, 1, 36), "rank=4"),
                Arguments.of("alpha", new Delta("f", 2, 4.5, blocks, targets, 1, 36), "alpha=4.5"),
                Arguments.of("alpha 1e300", new Delta("f", 2, 1e300, blocks, targets, 1, 36), "alpha=1.0E300"),
                Arguments.of("no blocks", new Delta("f", 2, 4, Optional.empty(), targets, 1, 36), "Optional.empty"),
                Arguments.of(
                        "other blocks", new Delta("f", 2, 4, Optional.of(new Blocks(0, 3)), targets, 1, 36), "first=0"),
                Arguments.of("a target too few", new Delta("f", 2, 4, blocks, List.of("q"), 1, 36), "targets=[q],"),
                Arguments.of(
                        "a target too many",
                        new Delta("f", 2, 4, blocks, List.of("k", "q", "v"), 1, 36),
                        "targets=[k, q, v]"),
                Arguments.of("replaced tensors", new Delta("f", 2, 4, blocks, targets, 0, 36), "replaced=0"),
                Arguments.of("parameters", new Delta("f", 2, 4, blocks, targets, 1, 37), "parameters=37"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void refusesAManifestThatContradictsItsAdapter(String name, Delta says, String word) {
        manifest(SAYS).requireSaysOf(adapter(), "adapter.json");
        assertRefused(
                () -> manifest(says).requireSaysOf(adapter(), "adapter.json"),
                "adapter.json: says of the adapter beside it",
                word,
                "but it is " + SAYS);
    }

    private static AdapterManifest manifest(Delta delta) {
        var scores = new Scores(1, 1, 1, OptionalDouble.empty(), 0);
        var judged = new AdapterManifest.Judged(scores, Map.of());
        return new AdapterManifest(
                AdapterManifest.SCHEMA,
                new Coordinates("a", "b", "1"),
                new AdapterManifest.Base("tiny", "c8", 1, "tiny", OptionalInt.empty()),
                delta,
                new AdapterManifest.Metrics(scores, judged, judged),
                Map.of(),
                AdapterManifestTest.training(),
                Map.of(),
                "cpu");
    }

    /** One layer would be adapted as often as its number can be written. */
    @ParameterizedTest
    @ValueSource(strings = {"01", "0001", "00", "+1", "-1", " 1", "1 ", "1.0", "\u0661", "10000", ""})
    void refusesBlockNumbersThatAreNotCanonical(String block) {
        Path file = file(Map.of(
                QKV.formatted("1"), "{\"rank\":2,\"alpha\":2}", QKV.formatted(block), "{\"rank\":2,\"alpha\":2}"));
        assertRefused(() -> AdapterFile.read(file), "the target \"" + QKV.formatted(block) + "\" is unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "1e39", "0", "-1", "-1e300", "1e-400"})
    void refusesAnAlphaThatMakesNoScale(String alpha) {
        Path file = file(Map.of(QKV.formatted("1"), "{\"rank\":2,\"alpha\":" + alpha + "}"));
        assertRefused(() -> AdapterFile.read(file), "; a number above 0 is expected, at most 3.4028235E38");
    }

    static Stream<Arguments> overflows() {
        return Stream.of(
                Arguments.of("a product", pair(0, "q", 2, 1e30f, 1e30f), "weight[0] of the base is Infinity"),
                Arguments.of("a product with zero", pair(0, "q", 1e38, 0, 1e30f), "weight[0] of the base is NaN"),
                Arguments.of("a sum", pair(0, "q", 2, 1.5e19f, 1.5e19f), "weight[0] of the base is Infinity"),
                Arguments.of("the largest alpha", pair(0, "q", Float.MAX_VALUE, 2, 2), "of the base is Infinity"),
                Arguments.of(
                        "in the last third", pair(0, "v", 2, -1e30f, 1e30f), "weight[32] of the base is -Infinity"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overflows")
    void refusesMergedWeightsThatAreNotFinite(String name, Adapter.Pair pair, String words) {
        Adapter adapter = new Adapter(Optional.empty(), List.of(pair), Map.of());
        assertRefused(
                () -> adapter.merged(tensor -> filled(48, 1)),
                "merged with it, " + pair.tensor().replace(".weight", "."),
                words);
    }

    @Test
    void refusesAReplacedTensorThatIsNotFinite() {
        Adapter adapter = new Adapter(Optional.empty(), List.of(), Map.of("a", new float[] {1, Float.NaN}));
        assertRefused(() -> adapter.merged(tensor -> filled(1, 1)), "a[1] of the base is NaN");
    }

    /** A pair on a replaced tensor changes the merged weights, never the adapter. */
    @Test
    void mergesTwiceToTheSame() {
        Adapter.Pair pair = pair(0, "q", 2, 1, 1);
        Adapter adapter = new Adapter(Optional.empty(), List.of(pair), Map.of(pair.tensor(), filled(48, 1)));
        for (int i = 0; i < 2; i++) {
            assertEquals(3, adapter.merged(tensor -> filled(48, 0)).get(pair.tensor())[0]);
        }
    }

    static Stream<Arguments> predecessors() {
        return Stream.of(
                Arguments.of("numbers without axes", Map.of("w_a_000", new long[] {}, "w_b_000", new long[] {})),
                Arguments.of(
                        "a number written twice", Map.of("w_a_000", new long[] {1, 1}, "w_a_0000", new long[] {1, 1})),
                Arguments.of("rank 0", Map.of("w_a_000", new long[] {0, 4}, "w_b_000", new long[] {4, 0})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("predecessors")
    void refusesFilesOfThePredecessorsNamesThatHoldNoPairs(String name, Map<String, long[]> shapes) {
        TreeMap<String, FloatTensor> tensors = new TreeMap<>();
        shapes.forEach((tensor, shape) -> tensors.put(
                tensor, FloatTensor.of(shape, filled((int) Arrays.stream(shape).reduce(1, (a, b) -> a * b), 1))));
        Path file = folder.resolve("old.safetensors");
        Safetensors.write(file, tensors, Map.of());
        assertRefused(() -> AdapterFile.read(file), "old.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..:..",
                "...:a",
                ".:.",
                "a:.",
                "a:..",
                "../a:b",
                "a/b:c",
                "a:b/c",
                "a\\b:c",
                "/a:b",
                "a:b:c",
                "a:",
                ":",
                "%2e%2e:a",
                "a b:c"
            })
    void refusesIndexEntriesThatAreNoNames(String entry) {
        byte[] index = ("a:b\n" + entry + "\n").getBytes(StandardCharsets.UTF_8);
        assertRefused(
                () -> AdapterIndex.read(ByteSource.of(index, "adapter.index")),
                "adapter.index: \"" + entry + "\" is not of the form group:artifact");
    }

    /** An adapter's file with these targets, and a pair of tensors for each. */
    private Path file(Map<String, String> targets) {
        TreeMap<String, FloatTensor> tensors = new TreeMap<>();
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(targets).forEach((name, says) -> {
            tensors.put(name + ".lora_A", FloatTensor.of(new long[] {2, 4}, filled(8, 1)));
            tensors.put(name + ".lora_B", FloatTensor.of(new long[] {4, 2}, filled(8, 1)));
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(says);
        });
        Path file = folder.resolve("adapter.safetensors");
        Safetensors.write(
                file,
                tensors,
                Map.of(
                        "schema",
                        AdapterFile.SCHEMA,
                        "base_sha256",
                        "0".repeat(64),
                        "targets",
                        json.append('}').toString()));
        return file;
    }

    private static void assertRefused(Executable read, String... words) {
        SyrException e = assertThrows(SyrException.class, read);
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), () -> "\"" + word + "\" in: " + e.getMessage());
        }
    }
}
