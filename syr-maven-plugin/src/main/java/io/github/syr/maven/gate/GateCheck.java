package io.github.syr.maven.gate;

import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.gate.GateLimits;
import io.github.syr.gate.Gatekeeper;
import io.github.syr.io.AtomicFile;
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
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Judges today's evaluation and writes down the verdict. */
@Named
@Singleton
public class GateCheck {

    private final Requests requests;

    @Inject
    public GateCheck(Requests requests) {
        this.requests = requests;
    }

    /**
     * Judges, and writes {@code gates.json} whatever the verdict.
     *
     * @throws SyrException if the evaluation is missing, or isn't today's; no verdict lies there then
     */
    public Gates run(Job job, GateLimits limits) throws InterruptedException {
        forget(job.output());
        Evaluation evaluation =
                new Freshness(requests.resolve(job, Request.Task.EVALUATE).request()).requireEvaluation();
        Gates gates = Gatekeeper.judge(evaluation, limits, shown(job) + "/");
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
