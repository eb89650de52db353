package io.github.syr.maven.gate;

import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.gate.GateLimits;
import io.github.syr.gate.Gatekeeper;
import io.github.syr.gate.Release;
import io.github.syr.io.AtomicFile;
import io.github.syr.maven.release.ReleaseComparison;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Judges today's evaluation and writes down the verdict. */
@Named
@Singleton
public class GateCheck {

    private final Requests requests;
    private final ReleaseComparison releases;

    @Inject
    public GateCheck(Requests requests, ReleaseComparison releases) {
        this.requests = requests;
        this.releases = releases;
    }

    /**
     * Judges, and writes {@code gates.json} whatever the verdict.
     *
     * @param wanted which release it is compared with, where limits ask for that
     * @throws SyrException if the evaluation is missing, or isn't today's, or what was released can't be known and has
     *     to be; no verdict lies there then
     */
    public Gates run(Job job, GateLimits limits, ReleaseComparison.Wanted wanted) throws InterruptedException {
        forget(job.output());
        Evaluation evaluation =
                new Freshness(requests.resolve(job, Request.Task.EVALUATE).request()).requireEvaluation();
        Optional<Release> release =
                limits.compareWithRelease() ? releases.release(job.build(), evaluation, wanted) : Optional.empty();
        Gates gates = Gatekeeper.judge(evaluation, limits, shown(job) + "/", release);
        AtomicFile.write(job.layout().gates(), gates.toJson().getBytes(StandardCharsets.UTF_8));
        return gates;
    }

    /** Deletes an earlier verdict: it does not apply to this adapter, even where this check reaches none. */
    public void forget(Path output) {
        Path gates = new OutputLayout(output).gates();
        try {
            Files.deleteIfExists(gates);
        } catch (IOException e) {
            throw SyrException.badData(gates, "can't be deleted: " + e + ".", "Make the folder writable.", e);
        }
    }

    /** The output folder as a person in the module's folder would name it. */
    private static String shown(Job job) {
        Path basedir =
                job.build().project().getBasedir().toPath().toAbsolutePath().normalize();
        Path folder = job.output().startsWith(basedir) ? basedir.relativize(job.output()) : job.output();
        return folder.toString().replace('\\', '/');
    }
}
