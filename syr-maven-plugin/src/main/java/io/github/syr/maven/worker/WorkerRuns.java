package io.github.syr.maven.worker;

import io.github.syr.adapter.AdapterManifest;
import io.github.syr.demo.DemoRequest;
import io.github.syr.error.SyrException;
import io.github.syr.io.LockFile;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.checkpoint.Bundling;
import io.github.syr.maven.checkpoint.CheckpointDependency;
import io.github.syr.maven.console.EventPrinter;
import io.github.syr.maven.console.ProgressMode;
import io.github.syr.maven.console.ProgressPrinter;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.runs.RunRepository;
import io.github.syr.maven.runs.SharedRuns;
import io.github.syr.message.Event;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.message.Request;
import io.github.syr.message.SelfTestRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** Runs a job's task in a worker: brings what it needs, waits for the device, shows how far it is and what came out. */
@Named
@Singleton
public class WorkerRuns {

    private static final String DEMO = "io.github.syr.demo.Main";
    private static final String RELEASE = "io.github.syr.worker.ReleaseMain";
    private static final String SELF_TEST = "io.github.syr.worker.SelfTestMain";

    private static final Set<String> DESKTOP = Set.of(
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XAUTHORITY",
            "XDG_RUNTIME_DIR",
            "XDG_CURRENT_DESKTOP",
            "XDG_DATA_DIRS",
            "DBUS_SESSION_BUS_ADDRESS",
            "BROWSER");

    private final Requests requests;
    private final NativesResolver natives;
    private final WorkerLauncher launcher;
    private final RunRepository runRepository;

    @Inject
    public WorkerRuns(
            Requests requests, NativesResolver natives, WorkerLauncher launcher, RunRepository runRepository) {
        this.requests = requests;
        this.natives = natives;
        this.launcher = launcher;
        this.runRepository = runRepository;
    }

    /** Runs one task; see {@link WorkerLauncher#run} for what it throws. */
    @SuppressWarnings("try") // the lock is held, not used
    public void run(Job job, Request.Task task) throws WorkerCrashedException, InterruptedException {
        if (task == Request.Task.MASKS) {
            launch(job, job.request(task, Optional.empty()), List.of());
            return;
        }
        Requests.Resolved resolved = requests.resolve(job, task);
        if (job.packaged() && Bundling.of(job.bundling(), resolved.base()) == Bundling.DEPENDENCY) {
            MavenProject project = job.build().project();
            CheckpointDependency.requireDeclared(
                    resolved.base().artifact().orElseThrow(),
                    project.getDependencies(),
                    project.getGroupId() + ":" + project.getArtifactId());
        }
        List<Path> jars = nativeJars(job);
        try (LockFile lock = lock(job)) {
            launch(job, resolved.request(), jars);
        }
    }

    /**
     * Shows a demo, until it is ended. It leaves the device to trainings: it is meant to be open while one runs.
     *
     * @param title of its page
     * @param port 0 takes a free one
     * @param browser whether to open the user's
     */
    public void demo(Job job, String title, int port, boolean browser)
            throws WorkerCrashedException, InterruptedException {
        Request request = requests.withoutInitialAdapter(job);
        DemoRequest demo = new DemoRequest(
                DemoRequest.SCHEMA,
                title,
                request.checkpoint().orElseThrow(),
                Optional.empty(),
                Optional.of(request.dataset()),
                request.output(),
                request.execution(),
                port,
                browser);
        Work work = new Work(DEMO, job.layout().demo(), demo.toJson(), request.execution());
        Fork fork = fork(job, nativeJars(job)).with(desktop());
        launch(job, listener -> launcher.run(work, fork, buildStart(job), listener));
    }

    /**
     * Tests the adapter that is packaged in a module's class folder.
     *
     * @param classes as {@code target/classes}
     * @throws SyrException if no adapter is packaged there, or the test fails
     */
    @SuppressWarnings("try") // the lock is held, not used
    public void selfTest(Job job, Path classes) throws WorkerCrashedException, InterruptedException {
        MavenProject project = job.build().project();
        Path adapter = classes.resolve(AdapterManifest.folder(project.getGroupId(), project.getArtifactId()))
                .resolve(AdapterManifest.ADAPTER_FILE);
        if (!Files.isRegularFile(adapter)) {
            throw SyrException.badRequest(
                    "No adapter is packaged: " + adapter + " is missing.", "Run mvn syr:package first.");
        }
        Request request = requests.withoutInitialAdapter(job);
        SelfTestRequest test = new SelfTestRequest(
                SelfTestRequest.SCHEMA, request.checkpoint().orElseThrow(), adapter.toString(), request.execution());
        Work work = new Work(SELF_TEST, job.layout().selfTestRun(), test.toJson(), request.execution());
        Fork fork = fork(job, nativeJars(job));
        try (LockFile lock = lock(job)) {
            launch(job, listener -> launcher.run(work, fork, buildStart(job), listener));
        }
    }

    /**
     * Evaluates a released adapter on today's test images.
     *
     * @throws SyrException if it can't be read, or is of another base checkpoint
     */
    @SuppressWarnings("try") // the lock is held, not used
    public void release(Job job, ReleaseRequest release) throws WorkerCrashedException, InterruptedException {
        Work work = new Work(
                RELEASE,
                job.layout().release(),
                release.toJson(),
                release.today().execution());
        Fork fork = fork(job, nativeJars(job));
        try (LockFile lock = lock(job)) {
            launch(job, listener -> launcher.run(work, fork, buildStart(job), listener));
        }
    }

    private static LockFile lock(Job job) throws InterruptedException {
        return DeviceLock.acquire(
                job.cache(),
                job.execution().device(),
                job.build().module() + " in " + job.build().project().getBasedir(),
                job.build().log()::info);
    }

    /** What a browser is opened with, on Linux. */
    private static Map<String, String> desktop() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().retainAll(DESKTOP);
        return environment;
    }

    private List<Path> nativeJars(Job job) {
        return natives.resolve(job.build(), job.natives(), environment(job)).stream()
                .toList();
    }

    private static Map<String, String> environment(Job job) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(job.environment());
        return environment;
    }

    private void launch(Job job, Request request, List<Path> nativeJars)
            throws WorkerCrashedException, InterruptedException {
        Fork fork = fork(job, nativeJars);
        launch(job, listener -> launcher.run(request, fork, buildStart(job), listener));
    }

    /** A process that tells what it does. */
    private interface Launch {

        Event.Result run(Consumer<Event> listener) throws WorkerCrashedException, InterruptedException;
    }

    private void launch(Job job, Launch launch) throws WorkerCrashedException, InterruptedException {
        Build build = job.build();
        ProgressMode mode = ProgressMode.of(build.session().getRequest(), build.log());
        ProgressPrinter progress = new ProgressPrinter(mode, System.out, build.log()::info, InstantSource.system());
        EventPrinter printer = new EventPrinter(build.log(), progress);
        Optional<SharedRuns> shared = job.sharing()
                .map(sharing -> runRepository.open(
                        build, sharing, job.execution().runCache().orElseThrow()));
        Event.Result result;
        try (printer) {
            result = launch.run(event -> {
                printer.accept(event);
                shared.ifPresent(runs -> runs.accept(event));
            });
        }
        printer.print(result);
        shared.ifPresent(SharedRuns::upload);
    }

    private static Instant buildStart(Job job) {
        Date start = job.build().session().getStartTime();
        return start == null ? Instant.EPOCH : start.toInstant();
    }

    private static Fork fork(Job job, List<Path> nativeJars) {
        List<Path> classPath = new ArrayList<>(classPath(job.build().pluginArtifacts()));
        classPath.addAll(nativeJars);
        List<String> jvmArguments = new ArrayList<>();
        job.libtorch().ifPresent(folder -> jvmArguments.add("-Dsyr.libtorch=" + folder));
        jvmArguments.addAll(job.jvmArguments());
        return new Fork(Fork.javaOfThisJvm(), classPath, jvmArguments, job.environment(), job.cache());
    }

    /** The plugin's dependencies, without the plugin: its Mojos can't be loaded outside Maven anyway. */
    static List<Path> classPath(List<Artifact> pluginArtifacts) {
        return pluginArtifacts.stream()
                .filter(artifact ->
                        artifact.getFile() != null && !artifact.getArtifactId().equals("syr-maven-plugin"))
                .map(artifact -> artifact.getFile().toPath())
                .toList();
    }
}
