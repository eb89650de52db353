package io.github.syr.maven.worker;

import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.ResolvedCheckpoint;
import io.github.syr.message.Request;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Makes the requests of jobs: brings the base checkpoint and the adapter that trainings start from. */
@Named
@Singleton
public class Requests {

    private final CheckpointResolver checkpoints;
    private final InitialAdapterResolver adapters;

    @Inject
    public Requests(CheckpointResolver checkpoints, InitialAdapterResolver adapters) {
        this.checkpoints = checkpoints;
        this.adapters = adapters;
    }

    /** A request, and the base checkpoint that it names. */
    public record Resolved(Request request, ResolvedCheckpoint base) {}

    /** For what trains nothing. */
    Request withoutInitialAdapter(Job job) throws InterruptedException {
        ResolvedCheckpoint base = checkpoints.resolve(job.checkpoint(), job.build(), job.checkpoints());
        return job.request(Request.Task.EVALUATE, Optional.of(base.checkpoint()));
    }

    /** @throws io.github.syr.error.SyrException if the checkpoint or the adapter can't be had */
    public Resolved resolve(Job job, Request.Task task) throws InterruptedException {
        ResolvedCheckpoint base = checkpoints.resolve(job.checkpoint(), job.build(), job.checkpoints());
        Optional<Request.InitialAdapter> initial =
                job.initialAdapter().map(text -> adapters.resolve(text, job.build(), job.output()));
        return new Resolved(job.request(task, Optional.of(base.checkpoint()), initial), base);
    }
}
