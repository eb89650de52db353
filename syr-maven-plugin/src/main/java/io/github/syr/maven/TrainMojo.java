package io.github.syr.maven;

import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.Request;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Trains a LoRA adapter for each rank, in a JVM of its own; makes the masks first where they are not up to date. A rank
 * that is trained already, with the same data and parameters, is left alone.
 */
@Mojo(name = "train", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public class TrainMojo extends AbstractJobMojo {

    private final WorkerRuns worker;

    @Inject
    public TrainMojo(WorkerRuns worker) {
        this.worker = worker;
    }

    @Override
    void run() throws WorkerCrashedException, InterruptedException {
        worker.run(job(), Request.Task.TRAIN);
    }
}
