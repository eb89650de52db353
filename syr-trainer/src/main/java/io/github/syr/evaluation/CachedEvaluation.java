package io.github.syr.evaluation;

import io.github.syr.device.PyTorchVersion;
import io.github.syr.message.Evaluation;
import io.github.syr.message.EvaluationDigest;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.RunCaching;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import io.github.syr.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The run cache as the evaluation of a request uses it. */
final class CachedEvaluation {

    private final Session session;

    CachedEvaluation(Session session) {
        this.session = session;
    }

    /**
     * Takes the evaluation from the cache into the output folder, where the cache has it and is to be read.
     *
     * @param known the one in the output folder, if it is what is asked for
     */
    Optional<Evaluation> restore(Supplier<Optional<Evaluation>> known) {
        Optional<RunCache> cache = session.runCache();
        if (cache.isEmpty() || session.policy() == RunCaching.Policy.ALWAYS || session.evaluatesAgain()) {
            return Optional.empty();
        }
        String digest = label().digest();
        if (!cache.get().restore(digest, session.layout().root())) {
            return Optional.empty();
        }
        Optional<Evaluation> evaluation = known.get();
        if (evaluation.isPresent()) {
            session.tell(
                    new Event.Note(Event.Level.INFO, "evaluation: taken from the run cache (digest " + digest + ")"));
        }
        return evaluation;
    }

    /** Tells of the evaluation that is up to date in the output folder. */
    void offer() {
        session.runCache().ifPresent(cache -> cache.offer(label().digest()));
    }

    /** Keeps the evaluation that was made, with its pictures. */
    void store(List<Path> pictures) {
        session.runCache().ifPresent(cache -> {
            List<Path> files = new ArrayList<>(pictures);
            files.add(session.layout().evaluation());
            cache.store(label(), session.layout().root(), files);
        });
    }

    private EntryLabel label() {
        Request request = session.request();
        OutputLayout layout = session.layout();
        EvaluationDigest digest = new EvaluationDigest(
                request,
                session.dataset(),
                session.freshness().inputs(session.dataset()),
                request.training().ranks().stream()
                        .map(rank -> Run.read(layout.run(rank)))
                        .toList(),
                PyTorchVersion.get());
        return new EntryLabel(
                EntryLabel.Kind.EVALUATION,
                digest.sha256(),
                "evaluation",
                request.checkpoint().orElseThrow().name(),
                digest.inputs());
    }
}
