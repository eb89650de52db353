package io.github.syr.maven.gate;

import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.gate.Gatekeeper;
import io.github.syr.gate.Release;
import io.github.syr.io.AtomicFile;
import io.github.syr.maven.release.ReleaseComparison;
import io.github.syr.maven.release.ReleasedAdapter;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.report.Verdict;
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
    private final ReleaseEvaluator evaluator;

    @Inject
    public GateCheck(Requests requests, ReleaseComparison releases, ReleaseEvaluator evaluator) {
        this.requests = requests;
        this.releases = releases;
        this.evaluator = evaluator;
    }

    /**
     * Judges, and writes {@code gates.json} whatever the verdict.
     *
     * @param wanted which release it is compared with, where limits ask for that
     * @throws SyrException if the evaluation is missing, or isn't today's, or what was released can't be known and has
     *     to be; no verdict lies there then
     * @throws WorkerCrashedException if the release had to be evaluated anew, and the worker crashed
     */
    public Gates run(Job job, GateLimits limits, ReleaseComparison.Wanted wanted)
            throws WorkerCrashedException, InterruptedException {
        forget(job.output());
        Request today = requests.resolve(job, Request.Task.EVALUATE).request();
        Evaluation evaluation = new Freshness(today).requireEvaluation();
        Optional<ReleasedAdapter> released =
                limits.compareWithRelease() ? releases.find(job.build(), evaluation, wanted) : Optional.empty();
        Gates gates = released.isPresent()
                ? judge(job, today, evaluation, limits, released.get())
                : Gatekeeper.judge(evaluation, limits, shown(job) + "/");
        AtomicFile.write(job.layout().gates(), gates.toJson().getBytes(StandardCharsets.UTF_8));
        Verdict.update(job.layout(), evaluation, gates);
        return gates;
    }

    private Gates judge(Job job, Request today, Evaluation evaluation, GateLimits limits, ReleasedAdapter released)
            throws WorkerCrashedException, InterruptedException {
        // the figures of a release for another base are all that there is of it
        boolean sameBase = released.isOfTheSameBase(evaluation);
        Release release = sameBase && !released.isOfTheSameTest(evaluation)
                ? Release.evaluatedAnew(evaluator.evaluate(job, today, released))
                : released.release();
        Gates gates = Gatekeeper.judge(evaluation, limits, shown(job) + "/", Optional.of(release));
        if (!sameBase || !release.overlays().isEmpty() || !refusesAnImage(gates)) {
            return gates;
        }
        try {
            Release pictured = release.withOverlays(evaluator.evaluate(job, today, released));
            return Gatekeeper.judge(evaluation, limits, shown(job) + "/", Optional.of(pictured));
        } catch (SyrException | WorkerCrashedException e) {
            // the verdict stands without pictures
            job.build().log().warn("There are no overlays of " + release.name() + ": " + e.getMessage());
            return gates;
        }
    }

    private static boolean refusesAnImage(Gates gates) {
        return gates.gates().stream()
                .anyMatch(gate -> !gate.passed()
                        && gate.image().isPresent()
                        && gate.name().equals(GateKind.MAX_IMAGE_DROP.parameter()));
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
