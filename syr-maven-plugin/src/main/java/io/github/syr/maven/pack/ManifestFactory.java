package io.github.syr.maven.pack;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.AdapterManifest.Judged;
import io.github.syr.adapter.Scores;
import io.github.syr.maven.build.Versions;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.Tuning;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what is known of the chosen adapter into its manifest.
 *
 * @param request of the evaluation
 * @param run what the training came to
 */
record ManifestFactory(Request request, Run run, Dataset dataset, Evaluation evaluation) {

    /**
     * The manifest.
     *
     * @param bytes length of the base checkpoint's file
     * @param adapter read from its file
     */
    AdapterManifest manifest(
            AdapterManifest.Coordinates coordinates, Request.Checkpoint base, long bytes, Adapter adapter) {
        Evaluation.Model chosen = evaluation.chosenModel();
        Request.Training training = request.training();
        Tuning.Optimization optimization = training.tuning().optimization();
        Map<String, String> versions = new TreeMap<>(evaluation.versions());
        versions.put("syr", Versions.ofThisPlugin().syr());
        return new AdapterManifest(
                AdapterManifest.SCHEMA,
                coordinates,
                new AdapterManifest.Base(base.name(), base.sha256(), bytes, base.source(), base.decoderHeads()),
                AdapterManifest.Delta.of(adapter, run.adapterSha256()),
                new AdapterManifest.Metrics(chosen.validation(), judged(chosen), judged(evaluation.baseline())),
                splits(dataset),
                new AdapterManifest.TrainingSummary(
                        run.epochs(),
                        run.keptEpoch(),
                        training.batchSize(),
                        run.learningRate(),
                        training.patience(),
                        training.jitter(),
                        training.lossSize(),
                        training.seed(),
                        word(training.tuning().decoder()),
                        word(optimization.schedule()),
                        optimization.warmUpSteps(),
                        optimization.maxGradientNorm(),
                        word(optimization.optimizer()),
                        optimization.weightDecay(),
                        optimization.accumulation(),
                        optimization.emaDecay(),
                        word(optimization.epochChoice()),
                        word(optimization.precision()),
                        training.tuning().augmentation().stream()
                                .map(Tuning.Augmentation::word)
                                .toList(),
                        word(training.tuning().recipe()),
                        word(training.tuning().loss().kind()),
                        training.tuning().loss().boundaryWeight(),
                        training.tuning().loss().holeWeight(),
                        training.tuning().prompts().stream()
                                .map(share -> share.kind().word() + ":" + share.weight())
                                .toList(),
                        training.folds(),
                        request.initialAdapter()
                                .map(start -> new AdapterManifest.Initial(start.name(), start.sha256()))),
                versions,
                evaluation.device());
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Judged judged(Evaluation.Model model) {
        Map<String, Scores> images = new TreeMap<>();
        model.images().forEach(image -> images.put(image.sha256(), image.scores()));
        return new Judged(model.test(), images);
    }

    private static Map<String, AdapterManifest.SplitSummary> splits(Dataset dataset) {
        Map<String, AdapterManifest.SplitSummary> splits = new TreeMap<>();
        dataset.splits()
                .forEach((name, split) ->
                        splits.put(name, new AdapterManifest.SplitSummary(split.images(), split.sha256())));
        return splits;
    }
}
