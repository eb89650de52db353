package io.github.syr.worker;

import io.github.syr.message.Event;
import io.github.syr.runcache.RunExchange;
import java.util.function.Consumer;

/** Asks the process that started this one for entries of the run cache. */
record ParentExchange(Consumer<Event> events) implements RunExchange {

    @Override
    public void fetch(String digest) {
        events.accept(new Event.Wanted(digest));
        ParentWatch.awaitAnswer();
    }

    @Override
    public void kept(String digest) {
        events.accept(new Event.Kept(digest));
    }
}
