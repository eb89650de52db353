package io.github.syr.worker;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.annotation.MaskResult;
import io.github.syr.freshness.CurrentMasks;
import io.github.syr.message.Event;
import io.github.syr.session.Session;
import java.util.List;
import java.util.Optional;

/** Makes a data set's masks, unless they are of today's data set already, or the run cache has them. */
public final class MaskTask {

    private final Session session;
    private final CachedMasks cached;

    public MaskTask(Session session) {
        this.session = session;
        this.cached = new CachedMasks(session);
    }

    /** The masks, made or found. */
    public MaskResult masks() {
        Optional<CurrentMasks> found = session.freshness().masks().current();
        if (found.isPresent()) {
            cached.offer(found.get().dataset());
            return new MaskResult(found.get().dataset(), found.get().format(), true);
        }
        return cached.restore()
                .map(masks -> new MaskResult(masks.dataset(), masks.format(), false))
                .orElseGet(this::build);
    }

    private MaskResult build() {
        MaskResult result = new MaskBuilder(session.request(), session.events()).build();
        cached.store(result.dataset());
        return result;
    }

    Event.Result run() {
        MaskResult result = masks();
        return new Event.Result(result.upToDate(), List.of(result.summary()));
    }
}
