package io.github.syr.worker;

import io.github.syr.error.SyrException;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the worker is to stop, and why; tasks ask between steps. */
public final class Stop {

    private final AtomicReference<String> reason = new AtomicReference<>();

    /** Asks tasks to stop at their next step. */
    public void request(String why) {
        reason.compareAndSet(null, why);
    }

    /** @throws SyrException (kind STOPPED) where a stop was requested */
    public void check() {
        if (reason.get() != null) {
            throw exception();
        }
    }

    SyrException exception() {
        return new SyrException(
                SyrException.Kind.STOPPED,
                "Stopped: " + reason.get() + ".",
                "Ranks that were finished are kept; run the goal again for the rest, from the last epoch on.");
    }
}
