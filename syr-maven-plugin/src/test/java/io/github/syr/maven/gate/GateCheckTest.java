package io.github.syr.maven.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.gate.Release;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.RemoteCheckpoints;
import io.github.syr.maven.release.ReleaseComparison;
import io.github.syr.maven.release.ReleasedAdapter;
import io.github.syr.maven.worker.Requests;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.ReleaseEvaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCheckTest {

    @TempDir
    Path folder;

    private final ReleaseComparison releases = mock(ReleaseComparison.class);
    private final ReleaseEvaluator evaluator = mock(ReleaseEvaluator.class);
    private final ReleaseComparison.Wanted wanted = new ReleaseComparison.Wanted(Optional.empty(), Optional.empty());
    private final GateCheck check = new GateCheck(
            new Requests(
                    new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)),
                    mock(InitialAdapterResolver.class)),
            releases,
            evaluator);
    private EvaluatedProject project;

    @BeforeEach
    void evaluate() {
        project = EvaluatedProject.in(folder);
    }

    private static GateLimits limits(double minDice, double minImageDice, double minGain) {
        return new GateLimits(
                Map.of(GateKind.MIN_DICE, minDice, GateKind.MIN_IMAGE_DICE, minImageDice, GateKind.MIN_GAIN, minGain));
    }

    @Test
    void passesAndWritesTheVerdictDown() throws Exception {
        Gates gates = check.run(project.job(0), limits(0.7, 0.7, 0.2), wanted);
        assertTrue(gates.passed());
        assertEquals(gates, Gates.read(project.layout().gates()));
    }

    @Test
    void writesTheVerdictDownBeforeAnybodyFailsForIt() throws Exception {
        Gates gates = check.run(project.job(0), limits(0.7, 0.75, 0.2), wanted);
        assertFalse(gates.passed());
        assertEquals(gates, Gates.read(project.layout().gates()));
        assertEquals(
                "ring.png: Dice is 0.740; at least 0.750 is required (minImageDice); overlay: target/syr/overlays/rank-4/ring.png.png",
                gates.gates().stream()
                        .filter(gate -> !gate.passed())
                        .findFirst()
                        .orElseThrow()
                        .message());
    }

    @Test
    void leavesNoVerdictOnAnotherEvaluation() throws Exception {
        check.run(project.job(0), limits(0.7, 0.7, 0.2), wanted);
        var e = assertThrows(SyrException.class, () -> check.run(project.job(1), limits(0.7, 0.7, 0.2), wanted));
        assertTrue(e.getMessage().contains("Run mvn syr:evaluate again."), e.getMessage());
        assertFalse(Files.exists(project.layout().gates()));
    }

    @Test
    void refusesWhereThereIsNoEvaluation() throws Exception {
        Files.delete(project.layout().evaluation());
        var e = assertThrows(SyrException.class, () -> check.run(project.job(0), limits(0.7, 0.7, 0.2), wanted));
        assertTrue(e.getMessage().contains("Run mvn syr:evaluate first."), e.getMessage());
    }

    private ReleasedAdapter released(boolean sameBase, boolean sameTest, double dice) throws Exception {
        Evaluation evaluation = Evaluation.read(project.layout().evaluation());
        Release.Figures figures = new Release.Figures(dice, OptionalDouble.empty());
        String image = evaluation.chosenModel().images().get(0).sha256();
        return new ReleasedAdapter(
                folder.resolve("release.jar"),
                "w",
                "base.pth",
                sameBase ? evaluation.inputs().checkpoint() : "another",
                sameTest ? evaluation.inputs().splits().get("test") : "another",
                new Release("1.0", figures, Map.of(image, figures)));
    }

    private ReleaseEvaluation evaluatedAnew(double dice) {
        Scores scores = new Scores(dice, dice, dice, OptionalDouble.empty(), 0);
        String image = Evaluation.read(project.layout().evaluation())
                .chosenModel()
                .images()
                .get(0)
                .sha256();
        return new ReleaseEvaluation(
                ReleaseEvaluation.SCHEMA,
                "1.0",
                "d",
                scores,
                List.of(new Evaluation.ImageScores(
                        "ring.png", image, scores, "overlays/release/ring.png.png", List.of())));
    }

    private List<String> failures(ReleasedAdapter released, GateKind kind, double limit) throws Exception {
        when(releases.find(any(), any(), eq(wanted))).thenReturn(Optional.of(released));
        GateLimits limits = new GateLimits(Map.of(GateKind.MIN_DICE, 0.7, kind, limit));
        Gates gates = check.run(project.job(0), limits, wanted);
        assertEquals(gates, Gates.read(project.layout().gates()));
        return gates.gates().stream()
                .filter(gate -> !gate.passed())
                .map(Gates.Gate::message)
                .toList();
    }

    @Test
    void comparesWithTheReleaseWhereALimitAsksForIt() throws Exception {
        GateLimits absolute = new GateLimits(Map.of(GateKind.MIN_DICE, 0.7));
        assertTrue(check.run(project.job(0), absolute, wanted).passed());
        verifyNoInteractions(releases);
        assertEquals(
                List.of(
                        "rank-4: drop in mean Dice from 0.8000 (1.0) to 0.7400 is 0.060; at most 0.020 is allowed (maxDrop)"),
                failures(released(true, true, 0.8), GateKind.MAX_DROP, 0.02));
        verifyNoInteractions(evaluator);
    }

    @Test
    void evaluatesAReleaseAnewThatWasTestedOnOthers() throws Exception {
        ReleasedAdapter released = released(true, false, 0.5);
        when(evaluator.evaluate(any(), any(), eq(released))).thenReturn(evaluatedAnew(0.79));
        assertEquals(
                List.of(
                        "rank-4: drop in mean Dice from 0.7900 (1.0, evaluated anew) to 0.7400 is 0.050; at most 0.020 is"
                                + " allowed (maxDrop)"),
                failures(released, GateKind.MAX_DROP, 0.02));
    }

    @Test
    void takesAReleaseForAnotherBaseAsItIs() throws Exception {
        assertEquals(
                List.of("ring.png: drop in Dice from 0.8000 (1.0) to 0.7400 is 0.060; at most 0.020 is allowed"
                        + " (maxImageDrop); overlay: target/syr/overlays/rank-4/ring.png.png"),
                failures(released(false, false, 0.8), GateKind.MAX_IMAGE_DROP, 0.02));
        verifyNoInteractions(evaluator);
    }

    @Test
    void drawsOverlaysOfTheReleaseWhereAnImageIsRefused() throws Exception {
        ReleasedAdapter released = released(true, true, 0.8);
        when(evaluator.evaluate(any(), any(), eq(released))).thenReturn(evaluatedAnew(0.1));
        assertEquals(
                List.of("ring.png: drop in Dice from 0.8000 (1.0) to 0.7400 is 0.060; at most 0.020 is allowed"
                        + " (maxImageDrop); overlay: target/syr/overlays/rank-4/ring.png.png; that of the release:"
                        + " target/syr/overlays/release/ring.png.png"),
                failures(released, GateKind.MAX_IMAGE_DROP, 0.02));
    }

    @Test
    void keepsTheVerdictWhereNoOverlayCanBeDrawn() throws Exception {
        ReleasedAdapter released = released(true, true, 0.8);
        when(evaluator.evaluate(any(), any(), eq(released))).thenThrow(new WorkerCrashedException("It crashed."));
        assertEquals(1, failures(released, GateKind.MAX_IMAGE_DROP, 0.02).size());
        verify(project.log()).warn("There are no overlays of 1.0: It crashed.");
    }
}
