package io.github.syr.freshness;

import io.github.syr.annotation.DatasetDigests;
import io.github.syr.annotation.DatasetFolder;
import io.github.syr.annotation.GitLfsPointer;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.MaskStamp;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.TrainingDigest;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Compares the output folder of a request with the request and its data set as they are now. */
public final class Freshness {

    private final Request request;
    private final OutputLayout layout;

    public Freshness(Request request) {
        this.request = request;
        this.layout = new OutputLayout(request.outputFolder());
    }

    /**
     * The masks and {@code dataset.json}: current if parameters, names and content of all files that were read, and all
     * files that were written are unchanged.
     *
     * @throws SyrException if the data set isn't there any more
     */
    public Answer<CurrentMasks> masks() {
        DatasetFolder folder = DatasetFolder.open(request.dataset(), layout.root());
        if (!Files.exists(layout.dataset())) {
            return Answer.none("dataset.json is missing");
        }
        try {
            Dataset dataset = Dataset.read(layout.dataset());
            List<String> changes = new ArrayList<>();
            compare(folder.root(), dataset.sources(), GitLfsPointer::sha256Of, "the data set", changes);
            if (!dataset.settings().equals(DatasetDigests.settings(request.dataset(), folder))) {
                changes.add("the data set's parameters have changed");
            }
            if (changes.isEmpty() && !dataset.listing().equals(folder.listing())) {
                changes.add("files were added to the data set, or removed from it");
            }
            MaskStamp stamp = MaskStamp.read(MaskStamp.in(layout.masks()));
            compare(layout.root(), needed(stamp, dataset, folder), Sha256::of, "the output folder", changes);
            return Answer.of(new CurrentMasks(dataset, stamp.format()), changes);
        } catch (SyrException e) {
            // of another version, or damaged: it is made again
            return Answer.none(e.problem());
        }
    }

    /** Without overlays where Git LFS has not pulled everything: masks of the run cache have none. */
    private static Map<String, String> needed(MaskStamp stamp, Dataset dataset, DatasetFolder folder) {
        Map<String, String> needed = new TreeMap<>(stamp.files());
        if (!folder.pointers().isEmpty()) {
            dataset.images().forEach(image -> needed.remove(image.overlay()));
        }
        return needed;
    }

    private static void compare(
            Path folder,
            Map<String, String> digests,
            Function<Path, String> digester,
            String what,
            List<String> changes) {
        digests.forEach((name, digest) -> {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                changes.add(what + " lacks " + name);
            } else if (!digest.equals(digestOf(file, digester))) {
                changes.add(name + " in " + what + " has changed");
            }
        });
    }

    /** What no digest equals, where the file can't be read: who needs it says why. */
    private static String digestOf(Path file, Function<Path, String> digester) {
        try {
            return digester.apply(file);
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    /**
     * The training of a rank.
     *
     * @param dataset as the masks are now
     * @param pytorch its version
     */
    public Answer<Run> run(Dataset dataset, int rank, String pytorch) {
        Path file = layout.run(rank);
        Path adapter = layout.adapter(rank);
        if (!Files.exists(file) || !Files.exists(adapter)) {
            return Answer.none();
        }
        try {
            Run run = Run.read(file);
            List<String> changes = new ArrayList<>();
            if (!run.digest().equals(TrainingDigest.of(request, dataset, rank, pytorch))) {
                changes.add("checkpoint, images, masks, boxes, parameters or PyTorch have changed");
            }
            if (!run.adapterSha256().equals(digestOf(adapter, Sha256::of))) {
                changes.add("its adapter is another");
            }
            return Answer.of(run, changes);
        } catch (SyrException e) {
            return Answer.none(e.problem());
        }
    }

    /**
     * The evaluation, as far as checkpoint, images, masks, boxes, parameters and adapters go.
     *
     * @param dataset as the masks are now
     */
    public Answer<Evaluation> evaluation(Dataset dataset) {
        if (!Files.exists(layout.evaluation())) {
            return Answer.none();
        }
        try {
            Evaluation evaluation = Evaluation.read(layout.evaluation());
            return Answer.of(evaluation, changes(evaluation.inputs(), inputs(dataset)));
        } catch (SyrException e) {
            return Answer.none(e.problem());
        }
    }

    /**
     * The evaluation, for who must not make it: also the data set and its masks are looked at.
     *
     * @throws SyrException if there is none, or it is out of date; the message says what has changed
     */
    public Evaluation requireEvaluation() {
        List<String> changes = changesSinceEvaluation();
        if (!changes.isEmpty()) {
            throw SyrException.badData(
                    layout.evaluation(),
                    "is out of date: " + String.join("; ", changes) + ".",
                    "Run mvn syr:evaluate again.");
        }
        return Evaluation.read(layout.evaluation());
    }

    /**
     * What has changed in data set, masks, parameters, checkpoint and adapters since the evaluation; empty where it is
     * of today.
     *
     * @throws SyrException if there is no evaluation
     */
    public List<String> changesSinceEvaluation() {
        if (!Files.exists(layout.evaluation())) {
            throw SyrException.badData(layout.evaluation(), "there is no evaluation.", "Run mvn syr:evaluate first.");
        }
        List<String> changes = new ArrayList<>(masks().changes());
        if (Files.exists(layout.dataset())) {
            changes.addAll(evaluation(Dataset.read(layout.dataset())).changes());
        }
        return changes;
    }

    private static List<String> changes(Evaluation.Inputs then, Evaluation.Inputs now) {
        List<String> changes = new ArrayList<>();
        if (!now.checkpoint().equals(then.checkpoint())) {
            changes.add("the checkpoint is another");
        }
        if (!now.splits().equals(then.splits())) {
            changes.add("images, masks or boxes have changed");
        }
        if (!now.training().equals(then.training())) {
            changes.add("the parameters of the training have changed");
        }
        now.adapters().forEach((name, digest) -> {
            if (!Objects.equals(digest, then.adapters().get(name))) {
                changes.add(name + "'s adapter is another");
            }
        });
        return changes;
    }

    /** What an evaluation depends on: digests of the files as they are now. */
    public Evaluation.Inputs inputs(Dataset dataset) {
        Map<String, String> splits = new TreeMap<>();
        dataset.splits().forEach((split, digest) -> splits.put(split, digest.sha256()));
        Map<String, String> adapters = new TreeMap<>();
        for (int rank : request.training().ranks()) {
            Path file = layout.adapter(rank);
            adapters.put("rank-" + rank, Files.exists(file) ? digestOf(file, Sha256::of) : "");
        }
        return new Evaluation.Inputs(
                request.checkpoint().orElseThrow().sha256(), splits, TrainingDigest.ofParameters(request), adapters);
    }
}
