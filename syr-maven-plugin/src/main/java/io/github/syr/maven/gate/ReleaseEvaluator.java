package io.github.syr.maven.gate;

import io.github.syr.adapter.AdapterJar;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.maven.release.ReleasedAdapter;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import io.github.syr.message.ReleaseEvaluation;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.message.Request;
import java.nio.file.Path;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Evaluates a released adapter on today's test images. */
@Named
@Singleton
public class ReleaseEvaluator {

    private final WorkerRuns worker;

    @Inject
    public ReleaseEvaluator(WorkerRuns worker) {
        this.worker = worker;
    }

    /**
     * Evaluates it, unless the output folder or the run cache has its figures.
     *
     * @param today the request of today's evaluation
     * @throws SyrException if the release's jar holds other weights than it says, or they don't fit the base checkpoint
     */
    public ReleaseEvaluation evaluate(Job job, Request today, ReleasedAdapter released)
            throws WorkerCrashedException, InterruptedException {
        String name = released.release().name();
        byte[] bytes = AdapterJar.weights(released.jar()).readAll();
        String sha256 = Sha256.of(bytes);
        if (!sha256.equals(released.sha256())) {
            throw SyrException.badData(
                    released.jar(),
                    "the weights of the last release, " + name + ", have the SHA-256 " + sha256 + " instead of "
                            + released.sha256() + ", which its adapter.json says.",
                    "Delete the file, so that the build gets the release again; where it was deployed so, name another by"
                            + " <lastRelease>.");
        }
        Path weights = job.layout().release().resolve(AdapterManifest.ADAPTER_FILE);
        AtomicFile.write(weights, bytes);
        worker.release(job, new ReleaseRequest(ReleaseRequest.SCHEMA, today, name, weights.toString(), sha256));
        return ReleaseEvaluation.read(job.layout().releaseEvaluation());
    }
}
