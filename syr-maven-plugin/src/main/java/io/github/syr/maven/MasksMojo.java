package io.github.syr.maven;

import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.Request;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Reads the annotations and writes masks, boxes and splits ({@code dataset.json}), with an overlay each for the eye.
 * Says "up to date" where nothing has changed.
 */
@Mojo(name = "masks", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public class MasksMojo extends AbstractJobMojo {

    private final WorkerRuns worker;

    @Inject
    public MasksMojo(WorkerRuns worker) {
        this.worker = worker;
    }

    @Override
    void run() throws WorkerCrashedException, InterruptedException {
        worker.run(job(), Request.Task.MASKS);
    }
}
