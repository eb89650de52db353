package io.github.syr.training;

import io.github.syr.device.PyTorchVersion;
import io.github.syr.error.SyrException;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.RunCaching;
import io.github.syr.message.TrainingDigest;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.NearestEntry;
import io.github.syr.runcache.RunCache;
import io.github.syr.session.Session;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The run cache as the training of a request uses it. */
final class CachedRuns {

    private final Session session;

    CachedRuns(Session session) {
        this.session = session;
    }

    /** Takes a rank from the cache into the output folder, where the cache has it and is to be read. */
    Optional<Run> restore(int rank) {
        Optional<RunCache> cache = session.runCache();
        if (cache.isEmpty() || session.policy() == RunCaching.Policy.ALWAYS) {
            return Optional.empty();
        }
        String digest = label(rank).digest();
        if (!cache.get().restore(digest, session.layout().root())) {
            return Optional.empty();
        }
        Optional<Run> run = session.freshness()
                .run(session.dataset(), rank, PyTorchVersion.get())
                .current();
        if (run.isEmpty()) {
            cache.get().discard(digest, "its run is not of that digest, or another version of SYR wrote it");
        }
        return run;
    }

    /** Keeps a rank that was trained. */
    void store(int rank) {
        OutputLayout layout = session.layout();
        session.runCache()
                .ifPresent(cache -> cache.store(
                        label(rank),
                        layout.root(),
                        Stream.of(layout.adapter(rank), layout.history(rank), layout.run(rank))
                                .filter(Files::exists)
                                .toList()));
    }

    /** Tells of a rank that is up to date in the output folder. */
    void offer(int rank) {
        session.runCache().ifPresent(cache -> cache.offer(label(rank).digest()));
    }

    /** @throws SyrException if ranks are missing and must not be trained */
    void requireTraining(List<Integer> missing) {
        if (session.policy() != RunCaching.Policy.NEVER) {
            return;
        }
        throw SyrException.badRequest(
                missing.stream().map(this::lacking).collect(Collectors.joining(" ")),
                "With -Dsyr.train=never nothing is trained. "
                        + (session.isShared()
                                ? "Train by mvn syr:evaluate -Dsyr.train=auto -Dsyr.runUpload, here or on a machine with a GPU,"
                                : "Train by mvn syr:train -Dsyr.train=auto, here or on a machine that shares the run cache,")
                        + " or give the inputs their earlier values.");
    }

    private String lacking(int rank) {
        EntryLabel label = label(rank);
        Optional<NearestEntry> nearest = session.runCache().flatMap(cache -> cache.nearest(label));
        return "Rank " + rank + " is neither in " + session.layout().rank(rank) + " nor in the run cache "
                + session.request()
                        .execution()
                        .runCache()
                        .map(RunCaching::folder)
                        .orElse("")
                + (session.isShared() ? " nor in the run repository" : "")
                + ": no entry has the digest " + label.digest() + ". "
                + nearest.map(near -> "The nearest entry, " + near.digest() + ", differs in "
                                + String.join(", ", near.differences()) + ".")
                        .orElse("No training is in the cache.");
    }

    private EntryLabel label(int rank) {
        Request request = session.request();
        String pytorch = PyTorchVersion.get();
        return new EntryLabel(
                EntryLabel.Kind.TRAINING,
                TrainingDigest.of(request, session.dataset(), rank, pytorch),
                "rank-" + rank,
                request.checkpoint().orElseThrow().name(),
                TrainingDigest.inputs(request, session.dataset(), rank, pytorch));
    }
}
