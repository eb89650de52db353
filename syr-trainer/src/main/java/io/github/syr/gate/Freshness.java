package io.github.syr.gate;

import io.github.syr.annotation.DatasetState;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.TrainingDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Whether an evaluation is of today's data set, checkpoint, parameters and adapters. */
public final class Freshness {

    private Freshness() {}

    /** What an evaluation would depend on today: digests of the files as they are. */
    public static Evaluation.Inputs inputs(Request request, Dataset dataset) {
        OutputLayout layout = new OutputLayout(request.outputFolder());
        Map<String, String> splits = new TreeMap<>();
        dataset.splits().forEach((split, digest) -> splits.put(split, digest.sha256()));
        Map<String, String> adapters = new TreeMap<>();
        for (int rank : request.training().ranks()) {
            Path file = layout.adapter(rank);
            adapters.put("rank-" + rank, Files.exists(file) ? Sha256.of(file) : "");
        }
        return new Evaluation.Inputs(
                request.checkpoint().orElseThrow().sha256(), splits, TrainingDigest.ofParameters(request), adapters);
    }

    /**
     * Reads the evaluation of a request.
     *
     * @throws SyrException if there is none, or it isn't today's; the message says what has changed since
     */
    public static Evaluation require(Request request) {
        OutputLayout layout = new OutputLayout(request.outputFolder());
        if (!Files.exists(layout.evaluation())) {
            throw SyrException.badData(layout.evaluation(), "there is no evaluation.", "Run mvn syr:evaluate first.");
        }
        Evaluation evaluation = Evaluation.read(layout.evaluation());
        List<String> changes = changes(request, evaluation, layout);
        if (!changes.isEmpty()) {
            throw SyrException.badData(
                    layout.evaluation(), "is not of today: " + String.join("; ", changes) + ".", "Run mvn syr:evaluate again.");
        }
        return evaluation;
    }

    private static List<String> changes(Request request, Evaluation evaluation, OutputLayout layout) {
        List<String> changes = new ArrayList<>(DatasetState.changes(request));
        if (!Files.exists(layout.dataset())) {
            return changes;
        }
        Dataset dataset = Dataset.read(layout.dataset());
        Evaluation.Inputs today = inputs(request, dataset);
        Evaluation.Inputs then = evaluation.inputs();
        if (!today.checkpoint().equals(then.checkpoint())) {
            changes.add("the checkpoint is another");
        }
        if (!today.splits().equals(then.splits())) {
            changes.add("images, masks or boxes have changed");
        }
        if (!today.training().equals(then.training())) {
            changes.add("the parameters of the training have changed");
        }
        today.adapters().forEach((name, digest) -> {
            if (!Objects.equals(digest, then.adapters().get(name))) {
                changes.add(name + "'s adapter is another");
            }
        });
        return changes;
    }
}
