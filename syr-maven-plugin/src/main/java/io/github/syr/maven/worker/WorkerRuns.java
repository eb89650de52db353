package io.github.syr.maven.worker;

import io.github.syr.io.LockFile;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.checkpoint.CheckpointDependency;
import io.github.syr.maven.console.EventPrinter;
import io.github.syr.maven.console.ProgressMode;
import io.github.syr.maven.console.ProgressPrinter;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** Runs a job's task in a worker: brings what it needs, waits for the device, shows how far it is and what came out. */
@Named
@Singleton
public class WorkerRuns {

    private final Requests requests;
    private final NativesResolver natives;
    private final WorkerLauncher launcher;

    @Inject
    public WorkerRuns(Requests requests, NativesResolver natives, WorkerLauncher launcher) {
        this.requests = requests;
        this.natives = natives;
        this.launcher = launcher;
    }

    /** Runs one task; see {@link WorkerLauncher#run} for what it throws. */
    @SuppressWarnings("try") // the lock is held, not used
    public void run(Job job, Request.Task task) throws WorkerCrashedException, InterruptedException {
        if (task == Request.Task.MASKS) {
            launch(job, job.request(task, Optional.empty()), List.of());
            return;
        }
        Requests.Resolved resolved = requests.resolve(job, task);
        if (job.packaged()) {
            MavenProject project = job.build().project();
            resolved.base()
                    .artifact()
                    .ifPresent(artifact -> CheckpointDependency.requireDeclared(
                            artifact, project.getDependencies(), project.getGroupId() + ":" + project.getArtifactId()));
        }
        List<Path> jars = natives.resolve(job.build(), job.natives(), environment(job)).stream()
                .toList();
        try (LockFile lock = DeviceLock.acquire(
                job.cache(),
                job.execution().device(),
                job.build().module() + " in " + job.build().project().getBasedir(),
                job.build().log()::info)) {
            launch(job, resolved.request(), jars);
        }
    }

    private static Map<String, String> environment(Job job) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(job.environment());
        return environment;
    }

    private void launch(Job job, Request request, List<Path> nativeJars)
            throws WorkerCrashedException, InterruptedException {
        Build build = job.build();
        Instant buildStart = build.session().getStartTime() == null
                ? Instant.EPOCH
                : build.session().getStartTime().toInstant();
        ProgressMode mode = ProgressMode.of(build.session().getRequest(), build.log());
        ProgressPrinter progress = new ProgressPrinter(mode, System.out, build.log()::info, InstantSource.system());
        EventPrinter printer = new EventPrinter(build.log(), progress);
        Event.Result result;
        try (printer) {
            result = launcher.run(request, fork(job, nativeJars), buildStart, printer);
        }
        printer.print(result);
    }

    private static Fork fork(Job job, List<Path> nativeJars) {
        List<Path> classPath = new ArrayList<>(classPath(job.build().pluginArtifacts()));
        classPath.addAll(nativeJars);
        return new Fork(Fork.javaOfThisJvm(), classPath, job.jvmArguments(), job.environment(), job.cache());
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
