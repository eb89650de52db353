package io.github.syr.worker;

import io.github.syr.evaluation.ReleaseTask;
import io.github.syr.message.Event;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.session.Session;
import java.util.function.Consumer;

/**
 * The evaluation of a released adapter as a process: {@code java -cp … io.github.syr.worker.ReleaseMain request.json};
 * events and exit codes are the worker's. With {@code -Dsyr.parent=true} it ends when its standard input does.
 */
public final class ReleaseMain {

    private ReleaseMain() {}

    public static void main(String[] args) {
        ProcessStart.runShort(ReleaseMain.class, args, (file, events) -> run(ReleaseRequest.read(file), events));
    }

    /**
     * Evaluates it.
     *
     * @throws io.github.syr.error.SyrException if it can't be read, or is of another base checkpoint
     */
    static Event.Result run(ReleaseRequest request, Consumer<Event> events) {
        try (Session session = new Session(request.today(), events, () -> {}, new ParentExchange(events))) {
            return new ReleaseTask(session, request).run();
        }
    }
}
