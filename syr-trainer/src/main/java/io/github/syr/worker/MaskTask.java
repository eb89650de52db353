package io.github.syr.worker;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.annotation.MaskResult;
import io.github.syr.freshness.CurrentMasks;
import io.github.syr.freshness.Freshness;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a data set's masks, unless they are of today's data set already. */
public final class MaskTask {

    private final Request request;
    private final Consumer<Event> events;

    /** @param events takes progress and notes */
    public MaskTask(Request request, Consumer<Event> events) {
        this.request = request;
        this.events = events;
    }

    /** The masks, made or found. */
    public MaskResult masks() {
        MaskBuilder builder = new MaskBuilder(request, events);
        Optional<CurrentMasks> found = new Freshness(request).masks().current();
        return found.map(masks -> new MaskResult(masks.dataset(), masks.format(), true))
                .orElseGet(builder::build);
    }

    Event.Result run() {
        MaskResult result = masks();
        return new Event.Result(result.upToDate(), List.of(result.summary()));
    }
}
