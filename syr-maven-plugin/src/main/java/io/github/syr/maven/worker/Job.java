package io.github.syr.maven.worker;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.checkpoint.Bundling;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.runs.RunSharing;
import io.github.syr.message.Evaluating;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a goal was configured with, read and checked: nothing here is resolved yet.
 *
 * @param initialAdapter a file or Maven coordinates of an adapter to start from
 * @param evaluation what evaluations do beside judging on the test images
 * @param natives {@code auto}, {@code none} or Maven coordinates
 * @param libtorch the folder of the user's PyTorch, absolute
 * @param jvmArguments of the worker
 * @param environment the worker's variables that the user sets
 * @param packaged whether the module binds {@code package}, which will ask for the checkpoint's dependency
 * @param bundling how the base checkpoint is to reach applications, where the user says it
 * @param output as {@code target/syr}, absolute
 * @param cache SYR's cache, absolute
 * @param sharing the run repository
 */
public record Job(
        Build build,
        Request.DataSource dataset,
        CheckpointRequest checkpoint,
        Request.Training training,
        Request.Execution execution,
        Optional<String> initialAdapter,
        Evaluating evaluation,
        String natives,
        Optional<Path> libtorch,
        List<String> jvmArguments,
        Map<String, String> environment,
        boolean packaged,
        Optional<Bundling> bundling,
        Path output,
        Path cache,
        Optional<RunSharing> sharing) {

    /** The request for a task that starts from nothing. */
    public Request request(Request.Task task, Optional<Request.Checkpoint> found) {
        return request(task, found, Optional.empty());
    }

    /** The request for a task. */
    public Request request(
            Request.Task task, Optional<Request.Checkpoint> found, Optional<Request.InitialAdapter> initial) {
        return new Request(
                Request.SCHEMA, task, output.toString(), found, dataset, training, execution, initial, evaluation);
    }

    public OutputLayout layout() {
        return new OutputLayout(output);
    }

    public CheckpointStore checkpoints() {
        return new CheckpointStore(cache);
    }
}
