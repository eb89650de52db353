package io.github.syr.evaluation;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.device.PyTorchVersion;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.ReleaseDigest;
import io.github.syr.message.ReleaseEvaluation;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.message.RunCaching;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a released adapter on today's test images, so that today's figures have their like. */
public final class ReleaseTask {

    /** What its predictions and overlays are filed under, beside those of {@code baseline} and {@code rank-8}. */
    private static final String MODEL = "release";

    private final Session session;
    private final ReleaseRequest request;
    private final PredictionFiles pictures;
    private final Path file;
    private final ReleaseDigest digest;

    /** @param session of today's request, whose masks are made */
    public ReleaseTask(Session session, ReleaseRequest request) {
        this.session = session;
        this.request = request;
        pictures = new PredictionFiles(session.layout());
        file = session.layout().releaseEvaluation();
        digest = new ReleaseDigest(request, session.dataset(), PyTorchVersion.get());
    }

    /** Evaluates it, unless the output folder or the run cache has its figures. */
    public Event.Result run() {
        boolean known = known() || restore();
        if (!known) {
            evaluate();
        }
        return new Event.Result(
                known,
                List.of(String.format(
                        Locale.ROOT,
                        "%s on today's test images: mean Dice %.4f",
                        request.release(),
                        ReleaseEvaluation.read(file).test().dice())));
    }

    private boolean known() {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            ReleaseEvaluation evaluation = ReleaseEvaluation.read(file);
            return evaluation.digest().equals(digest.sha256())
                    && pictures.of(evaluation.images().stream()).allMatch(Files::exists);
        } catch (SyrException e) {
            // of another SYR, or damaged: it is made again
            return false;
        }
    }

    private boolean restore() {
        return session.policy() != RunCaching.Policy.ALWAYS
                && session.runCache()
                        .filter(cache ->
                                cache.restore(digest.sha256(), session.layout().root()))
                        .isPresent()
                && known();
    }

    private void evaluate() {
        Adapter adapter = adapter();
        Samples test = session.samples(Dataset.Split.TEST);
        List<Dataset.Image> images = session.images(Dataset.Split.TEST);
        List<Evaluation.ImageScores> scores = new ArrayList<>();
        session.timeLeft().plan(0, test.size());
        try (Sam sam = Sam.load(session.checkpoint(), Optional.of(adapter), session.device())) {
            Scorer scorer = new Scorer(sam);
            for (int i = 0; i < test.size(); i++) {
                session.checkStopped();
                scores.add(pictures.draw(MODEL, images.get(i), scorer.judge(test.get(i)), test.canvasOf(i)));
                session.timeLeft().judged();
                session.tell(Event.Progress.ofImages(
                        "release", 0, i + 1, test.size(), session.timeLeft().seconds()));
            }
        }
        ReleaseEvaluation evaluation = new ReleaseEvaluation(
                ReleaseEvaluation.SCHEMA,
                request.release(),
                digest.sha256(),
                Scorer.mean(scores.stream().map(Evaluation.ImageScores::scores).toList()),
                scores);
        AtomicFile.write(file, evaluation.toJson().getBytes(StandardCharsets.UTF_8));
        session.runCache().ifPresent(cache -> store(cache, evaluation));
    }

    private void store(RunCache cache, ReleaseEvaluation evaluation) {
        EntryLabel label = new EntryLabel(
                EntryLabel.Kind.EVALUATION,
                digest.sha256(),
                "release " + request.release(),
                request.today().checkpoint().orElseThrow().name(),
                digest.inputs());
        cache.store(
                label,
                session.layout().root(),
                Stream.concat(Stream.of(file), pictures.of(evaluation.images().stream()))
                        .toList());
    }

    private Adapter adapter() {
        Path weights = Path.of(request.adapter());
        Adapter adapter = AdapterFile.read(weights);
        AdapterCheck.require(
                adapter,
                weights,
                session.checkpoint(),
                request.today().checkpoint().orElseThrow().sha256());
        return adapter;
    }
}
