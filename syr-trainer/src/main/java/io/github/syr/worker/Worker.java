package io.github.syr.worker;

import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a request's task after those that it needs. */
public final class Worker {

    private final Map<Request.Task, WorkerTask> tasks;
    private final Consumer<Event> events;
    private final Stop stop;

    public Worker(Map<Request.Task, WorkerTask> tasks, Consumer<Event> events, Stop stop) {
        this.tasks = tasks;
        this.events = events;
        this.stop = stop;
    }

    /** Reads and runs a request; the exit code. */
    public int run(Path requestFile) {
        return Outcome.of(events, () -> {
            try (Session session =
                    new Session(Request.read(requestFile), events, stop::check, new ParentExchange(events))) {
                return run(session);
            }
        });
    }

    private Event.Result run(Session session) {
        Request.Task asked = session.request().task();
        List<String> lines = new ArrayList<>();
        boolean upToDate = true;
        for (Request.Task task : Request.Task.values()) {
            if (task.compareTo(asked) <= 0) {
                stop.check();
                Event.Result result = tasks.get(task).run(session);
                // What an earlier task has to tell is of interest where it did something, or where it is what was asked
                // for.
                if (task == asked || !result.upToDate()) {
                    lines.addAll(result.lines());
                }
                upToDate &= result.upToDate();
            }
        }
        return new Event.Result(upToDate, lines);
    }
}
