package io.github.syr.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterIndex.Entry;
import io.github.syr.adapter.AdapterManifest.Base;
import io.github.syr.adapter.AdapterManifest.Coordinates;
import io.github.syr.adapter.AdapterManifest.Delta;
import io.github.syr.adapter.AdapterManifest.Judged;
import io.github.syr.adapter.AdapterManifest.Metrics;
import io.github.syr.adapter.AdapterManifest.SplitSummary;
import io.github.syr.adapter.AdapterManifest.TrainingSummary;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterManifestTest {

    private static final byte[] FILE = "tensors".getBytes(StandardCharsets.UTF_8);

    private final AdapterManifest manifest = new AdapterManifest(
            AdapterManifest.SCHEMA,
            new Coordinates("org.example", "ring-adapter", "1.2.0"),
            new Base("tiny", "c8", 12_345_678_901L, "io.github.syr:syr-checkpoint-tiny:0.1.0", OptionalInt.empty()),
            new Delta(Sha256.of(FILE), 8, 8, Optional.of(new Blocks(0, 5)), List.of("q", "v"), 0, 24_576),
            new Metrics(
                    scores(0.81),
                    new Judged(scores(0.8), Map.of("ab", scores(0.7))),
                    new Judged(scores(0.5), Map.of("ab", scores(0.4)))),
            Map.of(
                    "train",
                    new SplitSummary(24, "t"),
                    "validation",
                    new SplitSummary(12, "v"),
                    "test",
                    new SplitSummary(12, "e")),
            training(),
            Map.of("syr", "0.1.0"),
            "cpu");

    static TrainingSummary training() {
        return new TrainingSummary(
                40,
                31,
                1,
                5e-3,
                10,
                20,
                OptionalInt.empty(),
                -1,
                "frozen",
                "constant",
                0,
                java.util.OptionalDouble.empty(),
                "adam",
                0.0,
                1,
                OptionalDouble.empty(),
                "best",
                "float32",
                List.of(),
                "predecessor",
                "dice-ce",
                0.0,
                1.0,
                List.of("box:1"),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static Scores scores(double dice) {
        return new Scores(dice, dice / 2, dice / 3, OptionalDouble.empty(), 1 - dice);
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        byte[] json = manifest.toJson().getBytes(StandardCharsets.UTF_8);
        assertEquals(manifest, AdapterManifest.read(ByteSource.of(json, "adapter.json")));
    }

    @Test
    void refusesAnAdapterFileThatWasChanged() {
        manifest.requireAdapter(ByteSource.of(FILE, "adapter.safetensors"));
        var e = assertThrows(
                SyrException.class, () -> manifest.requireAdapter(ByteSource.of(new byte[1], "adapter.safetensors")));
        assertTrue(e.getMessage().contains("build org.example:ring-adapter:1.2.0 again"), e.getMessage());
    }

    @Test
    void namesTheFolderInTheJar() {
        assertEquals(
                "META-INF/syr/org.example/ring-adapter", manifest.coordinates().folder());
        assertEquals("META-INF/syr/org.example/ring-adapter", new Entry("org.example", "ring-adapter").folder());
    }

    @Test
    void indexIsSortedAndReadWithoutComments() throws IOException {
        String text = AdapterIndex.write(List.of(new Entry("b", "x"), new Entry("a", "y"), new Entry("b", "x")));
        assertEquals("a:y\nb:x\n", text);
        byte[] file = ("# shaded\n\n" + text + "a:y # again\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                List.of(new Entry("a", "y"), new Entry("b", "x")),
                AdapterIndex.read(ByteSource.of(file, "adapter.index")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc:passwd", "..:..", ".:a", "a:..", "a:...", "a:b:c", "a", ":a"})
    void indexRefusesAPath(String line) {
        byte[] file = line.getBytes(StandardCharsets.UTF_8);
        assertThrows(SyrException.class, () -> AdapterIndex.read(ByteSource.of(file, "adapter.index")));
    }

    @Test
    void indexTakesDotsInNames() {
        byte[] file = ".a.b:c..d".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(new Entry(".a.b", "c..d")), AdapterIndex.read(ByteSource.of(file, "adapter.index")));
    }
}
