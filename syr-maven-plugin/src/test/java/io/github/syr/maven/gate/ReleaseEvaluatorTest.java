package io.github.syr.maven.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.gate.Release;
import io.github.syr.io.Sha256;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.release.ReleasedAdapter;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.ReleaseEvaluation;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseEvaluatorTest {

    private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final WorkerRuns worker = mock(WorkerRuns.class);

    private ReleasedAdapter released(String sha256) throws IOException {
        Path jar = folder.resolve("ring-adapter-1.0.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/syr/org.example/ring-adapter/adapter.safetensors"));
            zip.write(WEIGHTS);
        }
        Release release = new Release("1.0", new Release.Figures(0.8, OptionalDouble.empty()), Map.of());
        return new ReleasedAdapter(jar, sha256, "base.pth", "b", "t", release);
    }

    @Test
    void givesTheWorkerTheWeightsAndReadsWhatItWrites() throws Exception {
        Job job = EvaluatedProject.in(folder).job(0);
        Request today = job.request(Request.Task.EVALUATE, Optional.empty());
        Scores scores = new Scores(.8, .7, .6, OptionalDouble.of(.1), .2);
        ReleaseEvaluation evaluation = new ReleaseEvaluation(ReleaseEvaluation.SCHEMA, "1.0", "d", scores, List.of());
        List<ReleaseRequest> asked = new ArrayList<>();
        doAnswer(call -> {
                    asked.add(call.getArgument(1));
                    return Files.writeString(job.layout().releaseEvaluation(), evaluation.toJson());
                })
                .when(worker)
                .release(any(), any());
        assertEquals(evaluation, new ReleaseEvaluator(worker).evaluate(job, today, released(Sha256.of(WEIGHTS))));
        assertEquals(1, asked.size());
        assertEquals(today, asked.get(0).today());
        assertEquals("1.0", asked.get(0).release());
        assertEquals(Sha256.of(WEIGHTS), asked.get(0).sha256());
        assertArrayEquals(WEIGHTS, Files.readAllBytes(Path.of(asked.get(0).adapter())));
    }

    @Test
    void refusesWeightsThatAreNotWhatTheReleaseSays() throws Exception {
        Job job = EvaluatedProject.in(folder).job(0);
        Request today = job.request(Request.Task.EVALUATE, Optional.empty());
        ReleasedAdapter released = released("another");
        String message = assertThrows(
                        SyrException.class, () -> new ReleaseEvaluator(worker).evaluate(job, today, released))
                .getMessage();
        assertTrue(
                message.contains("ring-adapter-1.0.jar: the weights of the last release, 1.0, have the SHA-256 "
                        + Sha256.of(WEIGHTS) + " instead of another, which its adapter.json says."),
                message);
        verifyNoInteractions(worker);
    }
}
