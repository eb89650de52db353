package io.github.syr.demo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which models there are to choose from. */
class ModelListTest {

    @TempDir
    private Path folder;

    private OutputLayout layout;

    @BeforeEach
    void layout() {
        layout = new OutputLayout(folder);
    }

    private void train(int rank, String content) {
        byte[] adapter = content.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(layout.adapter(rank), adapter);
        Run run = new Run(
                Run.SCHEMA,
                "digest",
                rank,
                Sha256.of(adapter),
                1,
                1,
                0.9,
                10,
                1e-3,
                "cpu",
                1,
                Map.of(),
                Optional.empty());
        AtomicFile.write(layout.run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() {
        return ModelList.of(layout, Optional.empty()).choices().stream()
                .map(ModelChoice::name)
                .toList();
    }

    @Test
    void hasTheUnadaptedModelAloneBeforeAnythingIsTrained() {
        assertEquals(List.of("unadapted"), names());
    }

    @Test
    void hasEachRankThatIsWhole() throws Exception {
        train(16, "a");
        train(4, "b");
        AtomicFile.write(layout.adapter(8), new byte[3]); // at work: there is no run.json yet
        Files.createDirectories(folder.resolve("adapters/rank-x"));
        assertEquals(List.of("unadapted", "rank 4", "rank 16"), names());
    }

    @Test
    void aRankThatWasTrainedAgainIsAnotherModel() {
        train(4, "a");
        ModelChoice before = ModelList.of(layout, Optional.empty()).choices().get(1);
        train(4, "b");
        ModelList after = ModelList.of(layout, Optional.empty());
        assertFalse(after.choices().contains(before));
        SyrException gone = assertThrows(SyrException.class, () -> after.require(before.id()));
        assertTrue(gone.getMessage().contains("it was trained again, or deleted"), gone.getMessage());
    }

    @Test
    void aFileThatIsNotWhatItsRunSaysIsRefused() {
        train(4, "a");
        ModelChoice choice = ModelList.of(layout, Optional.empty()).choices().get(1);
        ModelList.requireUnchanged(choice);
        AtomicFile.write(layout.adapter(4), new byte[3]);
        SyrException refused = assertThrows(SyrException.class, () -> ModelList.requireUnchanged(choice));
        assertTrue(refused.getMessage().contains("is not what run.json beside it says"), refused.getMessage());
    }

    @Test
    void whatCantBeReadIsNamed() {
        train(4, "a");
        AtomicFile.write(layout.run(8), "{\"schema\":\"syr/run/9\"}".getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(layout.evaluation(), "{".getBytes(StandardCharsets.UTF_8));
        ModelList list = ModelList.of(layout, Optional.empty());
        assertEquals(2, list.choices().size());
        assertEquals(2, list.problems().size());
        assertTrue(
                list.problems().get(0).contains("evaluation.json"),
                list.problems().get(0));
        assertTrue(
                list.problems().get(1).contains("schema \"syr/run/9\""),
                list.problems().get(1));
    }

    @Test
    void aNamedAdapterIsTheLast() {
        train(4, "a");
        ModelList list = ModelList.of(layout, Optional.of(Path.of("/elsewhere/rings.safetensors")));
        assertEquals("rings.safetensors", list.choices().get(2).name());
    }
}
