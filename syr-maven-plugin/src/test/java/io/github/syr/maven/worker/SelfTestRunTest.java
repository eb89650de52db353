package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.RemoteCheckpoints;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.runs.RunRepository;
import io.github.syr.message.Event;
import io.github.syr.message.SelfTestRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

/** What {@code syr:selftest} has a process do. */
class SelfTestRunTest {

    @TempDir
    private Path folder;

    @Test
    void testsWhatIsPackagedAndSaysWhereNothingIs() throws Exception {
        EvaluatedProject project = EvaluatedProject.in(folder);
        Job job = project.job(0);
        when(job.build().session().getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        WorkerLauncher launcher = mock(WorkerLauncher.class);
        ArgumentCaptor<Work> work = ArgumentCaptor.forClass(Work.class);
        when(launcher.run(work.capture(), any(), any(), any()))
                .thenReturn(new Event.Result(false, List.of("Self-test passed: well.")));
        NativesResolver natives = mock(NativesResolver.class);
        when(natives.resolve(any(), any(), any())).thenReturn(Optional.empty());
        WorkerRuns runs = new WorkerRuns(
                new Requests(
                        new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)),
                        mock(InitialAdapterResolver.class)),
                natives,
                launcher,
                mock(RunRepository.class));

        Path adapter = project.classes().resolve("META-INF/syr/org.example/ring-adapter/adapter.safetensors");
        assertEquals(
                "No adapter is packaged: " + adapter + " is missing. Run mvn syr:package first.",
                assertThrows(SyrException.class, () -> runs.selfTest(job, project.classes()))
                        .getMessage());

        Files.createDirectories(adapter.getParent());
        Files.copy(project.layout().adapter(4), adapter);
        runs.selfTest(job, project.classes());
        assertEquals("io.github.syr.worker.SelfTestMain", work.getValue().mainClass());
        assertEquals(project.layout().selfTestRun(), work.getValue().folder());
        SelfTestRequest request = SelfTestRequest.read(Files.writeString(
                folder.resolve("request.json"), work.getValue().json()));
        assertEquals(adapter.toString(), request.adapter());
        assertEquals(folder.resolve("base.pth").toString(), request.checkpoint().path());
        verify(project.log()).info("Self-test passed: well.");
    }
}
