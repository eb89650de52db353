package io.github.syr.worker;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.session.Session;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a request's task after those that it needs, and turns whatever comes of it into events and an exit code. */
public final class Worker {

    /** A fault of SYR's own, with its stack trace in the log and no event. */
    static final int CRASHED = 1;

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
        try {
            Request request = Request.read(requestFile);
            try (Session session = new Session(request, events, stop::check)) {
                events.accept(run(session));
            }
            return 0;
        } catch (SyrException e) {
            return failed(e);
        } catch (OutOfMemoryError e) {
            return failed(outOfMemory(e, "Java's memory"));
        } catch (UncheckedIOException e) {
            return failed(new SyrException(
                    SyrException.Kind.BAD_DATA,
                    "Reading or writing failed: " + e.getCause(),
                    "Look at the file and at the disk's free space.",
                    e));
        } catch (RuntimeException | LinkageError e) {
            if (String.valueOf(e.getMessage())
                    .matches("(?is).*(out of memory|not enough memory|can't allocate memory).*")) {
                return failed(outOfMemory(e, "PyTorch's memory"));
            }
            e.printStackTrace();
            return CRASHED;
        }
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

    private int failed(SyrException e) {
        e.printStackTrace();
        events.accept(Event.Failed.of(e));
        return e.kind().exitCode();
    }

    private static SyrException outOfMemory(Throwable e, String whose) {
        return new SyrException(
                SyrException.Kind.OUT_OF_MEMORY,
                whose + " ran out: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                "Lower batchSize or lossSize, or give Java more by <jvmArguments>-Xmx4g</jvmArguments>.",
                e);
    }
}
