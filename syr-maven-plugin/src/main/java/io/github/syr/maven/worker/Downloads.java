package io.github.syr.maven.worker;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.Printable;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Brings to this machine what a training needs, so that one can run offline afterwards. */
@Named
@Singleton
public class Downloads {

    private final CheckpointResolver checkpoints;
    private final NativesResolver natives;

    @Inject
    public Downloads(CheckpointResolver checkpoints, NativesResolver natives) {
        this.checkpoints = checkpoints;
        this.natives = natives;
    }

    /**
     * Ensures checkpoint and natives, and says where the checkpoint lies.
     *
     * @param environment the worker's variables that the user sets
     */
    public void run(
            Build build, CheckpointRequest request, String wantedNatives, Map<String, String> environment, Path cache)
            throws InterruptedException {
        Request.Checkpoint checkpoint =
                checkpoints.resolve(request, build, new CheckpointStore(cache)).checkpoint();
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.putAll(environment);
        natives.resolve(build, wantedNatives, variables);
        build.log()
                .info(Printable.of("Checkpoint " + checkpoint.name() + " is here: " + checkpoint.path() + ", SHA-256 "
                        + checkpoint.sha256()));
    }
}
