package io.github.syr.worker;

import io.github.syr.message.Event;
import io.github.syr.session.Session;

/** One thing that a worker does; says itself whether there was nothing to do. */
@FunctionalInterface
public interface WorkerTask {

    /** @throws io.github.syr.error.SyrException if it can't be done, in words for the user */
    Event.Result run(Session session);
}
