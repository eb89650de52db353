package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.maven.gate.GateCheck;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.release.ReleaseComparison;
import io.github.syr.maven.release.WhenUnavailable;
import io.github.syr.maven.runs.RunRepository;
import io.github.syr.maven.worker.Requests;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerLauncher;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.Event;
import io.github.syr.message.Gates;
import io.github.syr.message.OutputLayout;
import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            MojoExecution execution = execution(MojoExecution.Source.LIFECYCLE);
            MojoDescriptor descriptor = mojo.mojoExecution.getMojoDescriptor();
            when(execution.getMojoDescriptor()).thenReturn(descriptor);
            mojo.mojoExecution = execution;
            mojo.execute();
            if (mojo == pack) {
                verify(said).warn("This module names no <dataset>: its jar is packaged without an adapter.");
            } else {
                verify(said).info("Nothing to do: this module names no <dataset>.");
            }
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
            @InjectMojo(goal = "check") CheckMojo check)
            throws Exception {
        for (AbstractSyrMojo mojo : List.of(download, masks, train, evaluate, check)) {
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
    void aJarWithoutItsAdapterIsNotInstalled(@InjectMojo(goal = "package") PackageMojo pack) throws Exception {
        pack.setLog(log);
        pack.skip = true;
        pack.execute();
        verify(log)
                .warn("The jar is packaged without an adapter of this data set (syr.skip). It is neither installed nor"
                        + " deployed, unless -Dmaven.install.skip=false or -Dmaven.deploy.skip=false asks for it.");
        assertEquals("true", pack.project.getProperties().getProperty("maven.install.skip"));
        assertEquals("true", pack.project.getProperties().getProperty("maven.deploy.skip"));
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
    @Basedir(PROJECTS + "full")
    void aGateWhereCheckSeesNoDataSetIsAnError(@InjectMojo(goal = "check") CheckMojo check) throws Exception {
        check.dataset = null;
        PluginExecution evaluate = execution("evaluate", "dataset");
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.syr");
        plugin.setArtifactId("syr-maven-plugin");
        plugin.addExecution(execution("check", "minDice"));
        plugin.addExecution(evaluate);
        Model effective = new Model();
        effective.setPackaging("jar");
        effective.setBuild(new Build());
        effective.getBuild().addPlugin(plugin);
        Model own = new Model();
        own.setBuild(new Build());
        check.project = new MavenProject(effective);
        check.project.setOriginalModel(own);
        var e = assertThrows(MojoFailureException.class, check::execute);
        assertEquals(
                "This module configures a gate, but check sees no <dataset>, so that the gate could never fail. Write"
                        + " <dataset> into the <configuration> of the plugin, outside <executions>, so that all goals have"
                        + " it; or set <skip> where there is nothing to check.",
                e.getMessage());
        plugin.removeExecution(evaluate);
        check.execute(); // the gate is a parent's, for other modules
        own.getBuild().addPlugin(plugin);
        assertThrows(MojoFailureException.class, check::execute);
        effective.setPackaging("pom");
        check.execute(); // this is the parent
    }

    private static PluginExecution execution(String id, String parameter) {
        Xpp3Dom child = new Xpp3Dom(parameter);
        child.setValue("0.8");
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        configuration.addChild(child);
        PluginExecution execution = new PluginExecution();
        execution.setId(id);
        execution.addGoal(id);
        execution.setConfiguration(configuration);
        return execution;
    }

    @Test
    @Basedir(PROJECTS + "full")
    void aSkippedCheckLeavesNoEarlierVerdict(@InjectMojo(goal = "check") CheckMojo check, @TempDir Path folder)
            throws Exception {
        check.outputDirectory = folder.toFile();
        for (boolean all : List.of(true, false)) {
            Path verdict = Files.writeString(new OutputLayout(folder).gates(), "passed");
            check.skip = all;
            check.skipCheck = !all;
            check.execute();
            assertFalse(Files.exists(verdict));
        }
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void aPropertyThatNoGoalHasIsAnError(@InjectMojo(goal = "train") TrainMojo train) {
        Properties user = new Properties();
        user.setProperty("syr.minDIce", "0.9");
        when(train.session.getUserProperties()).thenReturn(user);
        var e = assertThrows(MojoFailureException.class, train::execute);
        assertEquals(
                "-Dsyr.minDIce is no property of the syr-maven-plugin. Did you mean -Dsyr.minDice? mvn syr:help -Ddetail"
                        + " lists all.",
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
        MasksMojo mojo = new MasksMojo(
                new WorkerRuns(mock(Requests.class), mock(NativesResolver.class), launcher, mock(RunRepository.class)));
        copyParameters(configured, mojo);
        mojo.setLog(log);
        when(mojo.session.getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        return mojo;
    }

    static void copyParameters(Object from, Object to) {
        Stream.<Class<?>>iterate(
                        from.getClass(), type -> type != AbstractSyrMojo.class.getSuperclass(), Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                // services are final, parameters are not
                .filter(field -> !Modifier.isFinal(field.getModifiers()) && !Modifier.isStatic(field.getModifiers()))
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
                        Mockito.eq(new GateLimits(Map.of(
                                GateKind.MIN_DICE,
                                0.8,
                                GateKind.MIN_IMAGE_DICE,
                                0.7,
                                GateKind.MIN_GAIN,
                                0.2,
                                GateKind.MIN_BOUNDARY_IOU,
                                0.6,
                                GateKind.MAX_HOLE_ERROR,
                                0.1,
                                GateKind.MAX_DROP,
                                0.01,
                                GateKind.MAX_IMAGE_DROP,
                                0.05,
                                GateKind.MAX_HOLE_ERROR_RISE,
                                0.03))),
                        Mockito.eq(new ReleaseComparison.Wanted(
                                Optional.of("1.1"), Optional.of(WhenUnavailable.USE_CACHED)))))
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
