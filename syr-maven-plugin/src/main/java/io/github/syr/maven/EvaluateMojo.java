package io.github.syr.maven;

import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.Request;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Holds the unadapted checkpoint and the adapter of each rank against the test images ({@code evaluation.json}) and
 * shows a table; trains first what is not trained yet.
 */
@Mojo(name = "evaluate", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public class EvaluateMojo extends AbstractJobMojo {

    private final WorkerRuns worker;

    @Inject
    public EvaluateMojo(WorkerRuns worker) {
        this.worker = worker;
    }

    @Override
    void run() throws WorkerCrashedException, InterruptedException {
        worker.run(job(), Request.Task.EVALUATE);
    }
}
