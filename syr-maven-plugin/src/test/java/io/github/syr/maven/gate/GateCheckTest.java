package io.github.syr.maven.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

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
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Gates;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final ReleaseComparison.Wanted wanted = new ReleaseComparison.Wanted(Optional.empty(), Optional.empty());
    private final GateCheck check = new GateCheck(
            new Requests(
                    new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)),
                    mock(InitialAdapterResolver.class)),
            releases);
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

    @Test
    void comparesWithTheReleaseWhereALimitAsksForIt() throws Exception {
        Release better = new Release("1.0", new Release.Figures(0.8, OptionalDouble.empty()), Map.of());
        when(releases.release(any(), any(), eq(wanted))).thenReturn(Optional.of(better));
        GateLimits absolute = new GateLimits(Map.of(GateKind.MIN_DICE, 0.7));
        assertTrue(check.run(project.job(0), absolute, wanted).passed());
        verifyNoInteractions(releases);
        GateLimits limits = new GateLimits(Map.of(GateKind.MIN_DICE, 0.7, GateKind.MAX_DROP, 0.02));
        Gates gates = check.run(project.job(0), limits, wanted);
        assertFalse(gates.passed());
        assertEquals("maxDrop", gates.gates().get(1).name());
        assertEquals(gates, Gates.read(project.layout().gates()));
    }
}
