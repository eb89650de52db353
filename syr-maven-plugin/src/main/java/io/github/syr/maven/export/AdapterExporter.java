package io.github.syr.maven.export;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.convert.MergedCheckpoint;
import io.github.syr.adapter.convert.PeftFolder;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Writes trained adapters as Python's libraries load them. It never trains. */
@Named
@Singleton
public class AdapterExporter {

    private final Requests requests;

    @Inject
    public AdapterExporter(Requests requests) {
        this.requests = requests;
    }

    /** An evaluated adapter that fits its base. */
    private record Trained(int rank, Adapter adapter, SamCheckpoint base) {}

    /**
     * Writes an adapter in another layout.
     *
     * @param rank the best by the evaluation where it is empty
     * @throws SyrException if the evaluation is not today's, or lacks the rank, or the layout can't hold the adapter
     */
    public void export(Job job, OptionalInt rank, AdapterLayout layout) throws InterruptedException {
        Trained trained = trained(job, rank);
        Path folder = job.layout().export(trained.rank());
        Path written;
        if (layout == AdapterLayout.PEFT) {
            written = folder.resolve("peft");
            PeftFolder.write(written, trained.adapter(), trained.base());
        } else {
            written = folder.resolve("predecessor.safetensors");
            AdapterFile.writePredecessor(written, trained.adapter());
        }
        job.build().log().info("Exported rank " + trained.rank() + ": " + written);
    }

    /**
     * Merges an adapter into its base checkpoint.
     *
     * @param rank the best by the evaluation where it is empty
     * @throws SyrException if the evaluation is not today's, or lacks the rank, or a merged weight is not finite
     */
    public void merge(Job job, OptionalInt rank, CheckpointLayout layout) throws InterruptedException {
        Trained trained = trained(job, rank);
        Path folder = job.layout().export(trained.rank());
        MergedCheckpoint merged = new MergedCheckpoint(trained.base(), trained.adapter());
        Path written;
        if (layout == CheckpointLayout.META) {
            written = folder.resolve("merged.safetensors");
            merged.writeMeta(written);
        } else {
            written = folder.resolve("huggingface");
            merged.writeHuggingFace(written);
        }
        job.build().log().info("Merged rank " + trained.rank() + " into its base: " + written);
    }

    private Trained trained(Job job, OptionalInt wanted) throws InterruptedException {
        Request request = requests.resolve(job, Request.Task.EVALUATE).request();
        Evaluation evaluation = new Freshness(request).requireEvaluation();
        int rank = rank(evaluation, wanted);
        Path file = job.layout().adapter(rank);
        Adapter adapter = AdapterFile.read(file);
        Request.Checkpoint checkpoint = request.checkpoint().orElseThrow();
        SamCheckpoint base = SamCheckpoint.open(Path.of(checkpoint.path()), checkpoint.decoderHeads());
        AdapterCheck.require(adapter, file, base, checkpoint.sha256());
        return new Trained(rank, adapter, base);
    }

    private static int rank(Evaluation evaluation, OptionalInt wanted) {
        if (wanted.isEmpty()) {
            return evaluation.chosenModel().rank().orElseThrow();
        }
        int rank = wanted.getAsInt();
        if (evaluation.models().stream()
                .noneMatch(model -> model.rank().isPresent() && model.rank().getAsInt() == rank)) {
            throw SyrException.badRequest(
                    "rank is " + rank + ", which is not evaluated.",
                    "It must be one of "
                            + evaluation.models().stream()
                                    .filter(model -> model.rank().isPresent())
                                    .map(model -> Integer.toString(model.rank().getAsInt()))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return rank;
    }
}
