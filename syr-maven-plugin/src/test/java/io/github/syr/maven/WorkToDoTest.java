package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateLimits;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.gate.GateCheck;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerLauncher;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.Event;
import io.github.syr.message.Gates;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** Which goals have work, which haven't, and how they fail. */
@MojoTest
class WorkToDoTest {

    private static final String PROJECTS = "src/test/resources/projects/";

    private final Log log = mock(Log.class);

    @Test
    @Basedir(PROJECTS + "none")
    void aModuleWithoutADataSetHasNothingToDo(
            @InjectMojo(goal = "download") DownloadMojo download,
            @InjectMojo(goal = "masks") MasksMojo masks,
            @InjectMojo(goal = "train") TrainMojo train,
            @InjectMojo(goal = "evaluate") EvaluateMojo evaluate,
            @InjectMojo(goal = "package") PackageMojo pack,
            @InjectMojo(goal = "check") CheckMojo check)
            throws Exception {
        for (AbstractSyrMojo mojo : List.of(download, masks, train, evaluate, pack, check)) {
            Log said = mock(Log.class);
            mojo.setLog(said);
            mojo.mojoExecution = execution(MojoExecution.Source.LIFECYCLE);
            mojo.execute();
            verify(said).info("Nothing to do: this module names no <dataset>.");
            verifyNoMoreInteractions(said);
        }
    }

    private static MojoExecution execution(MojoExecution.Source source) {
        MojoExecution execution = mock(MojoExecution.class);
        when(execution.getSource()).thenReturn(source);
        when(execution.getGoal()).thenReturn("goal");
        return execution;
    }

    @Test
    @Basedir(PROJECTS + "full")
    void skipSkipsAll(
            @InjectMojo(goal = "download") DownloadMojo download,
            @InjectMojo(goal = "masks") MasksMojo masks,
            @InjectMojo(goal = "train") TrainMojo train,
            @InjectMojo(goal = "evaluate") EvaluateMojo evaluate,
            @InjectMojo(goal = "package") PackageMojo pack,
            @InjectMojo(goal = "check") CheckMojo check)
            throws Exception {
        for (AbstractSyrMojo mojo : List.of(download, masks, train, evaluate, pack, check)) {
            Log said = mock(Log.class);
            mojo.setLog(said);
            mojo.skip = true;
            mojo.execute();
            verify(said).info("Skipped (syr.skip).");
            verifyNoMoreInteractions(said);
        }
    }

    @Test
    @Basedir(PROJECTS + "full")
    void skippingTheCheckIsLoud(@InjectMojo(goal = "check") CheckMojo check) throws Exception {
        check.setLog(log);
        check.skipCheck = true;
        check.execute();
        verify(log).warn(contains("The gates are NOT checked (syr.check.skip)"));
    }

    @Test
    @Basedir(PROJECTS + "none")
    void aDownloadByHandNeedsNoDataSet(@InjectMojo(goal = "download") DownloadMojo download) {
        download.mojoExecution = execution(MojoExecution.Source.CLI);
        assertTrue(download.hasWork());
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void aDataSetThatIsNamedAndMissingIsAnError(@InjectMojo(goal = "train") TrainMojo train) {
        train.dataset = new File("/no/such/folder");
        var e = assertThrows(MojoFailureException.class, train::execute);
        assertEquals(
                "The data set " + train.dataset
                        + " doesn't exist. Correct <dataset>, or leave it out in a module that trains nothing.",
                e.getMessage());
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void aCheckWithoutGatesIsAnError(@InjectMojo(goal = "check") CheckMojo check) {
        var e = assertThrows(MojoFailureException.class, check::execute);
        assertTrue(e.getMessage().startsWith("No gate is configured"), e.getMessage());
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void whatTheUserCanFixIsAFailureInOneSentence(@InjectMojo(goal = "masks") MasksMojo mojo) throws Exception {
        for (SyrException.Kind kind : SyrException.Kind.values()) {
            var e = failure(mojo, new SyrException(kind, "ring.jpg: is empty.", "Take it again."));
            assertEquals("ring.jpg: is empty. Take it again.", e.getMessage());
            assertEquals(
                    kind == SyrException.Kind.STOPPED ? MojoExecutionException.class : MojoFailureException.class,
                    e.getClass());
            assertEquals(null, e.getCause());
        }
        assertEquals(
                MojoExecutionException.class,
                failure(mojo, new WorkerCrashedException("gone")).getClass());
        assertEquals(
                MojoExecutionException.class,
                failure(mojo, new InterruptedException()).getClass());
        assertTrue(Thread.interrupted());
    }

    /** The Mojo, with a launcher that fails. */
    private AbstractMojoExecutionException failure(MasksMojo configured, Throwable cause) throws Exception {
        WorkerLauncher launcher = mock(WorkerLauncher.class);
        when(launcher.run(Mockito.any(), Mockito.any(), Mockito.any(), Mockito.any()))
                .thenThrow(cause);
        return assertThrows(AbstractMojoExecutionException.class, with(configured, launcher)::execute);
    }

    private MasksMojo with(MasksMojo configured, WorkerLauncher launcher) {
        MasksMojo mojo =
                new MasksMojo(new WorkerRuns(mock(CheckpointResolver.class), mock(NativesResolver.class), launcher));
        copyParameters(configured, mojo);
        mojo.setLog(log);
        when(mojo.session.getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        return mojo;
    }

    private static void copyParameters(Object from, Object to) {
        Stream.<Class<?>>iterate(
                        from.getClass(), type -> type != AbstractSyrMojo.class.getSuperclass(), Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> !field.getName().matches("worker|gates"))
                .forEach(field -> {
                    try {
                        field.setAccessible(true);
                        field.set(to, field.get(from));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    @Basedir(PROJECTS + "full")
    void aFailedGateIsALineOfTheFailure(@InjectMojo(goal = "check") CheckMojo configured) throws Exception {
        GateCheck gates = mock(GateCheck.class);
        when(gates.run(
                        Mockito.any(),
                        Mockito.eq(new GateLimits(
                                OptionalDouble.of(0.8), OptionalDouble.of(0.7), OptionalDouble.of(0.2)))))
                .thenReturn(new Gates(
                        Gates.SCHEMA, false, "rank-4", List.of(gate("a", false), gate("b", true), gate("c", false))));
        CheckMojo check = new CheckMojo(gates);
        copyParameters(configured, check);
        var e = assertThrows(MojoFailureException.class, check::execute);
        assertEquals(
                List.of(
                        "The adapter does not pass its gates:",
                        "a: 0.612; at least 0.700 is required",
                        "c: 0.612; at least 0.700 is required"),
                e.getMessage().lines().toList());
    }

    private static Gates.Gate gate(String image, boolean passed) {
        return new Gates.Gate(
                "minImageDice",
                0.7,
                OptionalDouble.of(0.612),
                Optional.of(image),
                Optional.empty(),
                passed,
                image + ": 0.612; at least 0.700 is required");
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void showsTheResult(@InjectMojo(goal = "masks") MasksMojo configured) throws Exception {
        WorkerLauncher launcher = mock(WorkerLauncher.class);
        when(launcher.run(Mockito.any(), Mockito.any(), Mockito.any(), Mockito.any()))
                .thenReturn(new Event.Result(true, List.of("masks: 24 images")));
        with(configured, launcher).execute();
        verify(log).info("Up to date.");
        verify(log).info("masks: 24 images");
        verify(log, never()).warn(Mockito.anyString());
    }
}
