package io.github.syr.maven;

import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tests the adapter that is packaged in the module's class folder on this machine: segments a picture that SYR draws,
 * with the base checkpoint and the adapter as an application loads them, and fails where logits or mask are not those
 * that the build of the adapter found. It trains nothing. By hand.
 */
@Mojo(name = "selftest", threadSafe = true)
public class SelfTestMojo extends AbstractJobMojo {

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    File classesDirectory;

    private final WorkerRuns worker;

    @Inject
    public SelfTestMojo(WorkerRuns worker) {
        this.worker = worker;
    }

    @Override
    void run() throws WorkerCrashedException, InterruptedException {
        worker.selfTest(job(), classesDirectory.toPath());
    }
}
