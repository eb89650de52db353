package io.github.syr.worker;

import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.training.TrainTask;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The worker: {@code java -cp … io.github.syr.worker.Main request.json}. Events go to its standard output, one per
 * line, each after {@value Event#PREFIX}; everything else, whatever a library prints included, goes to its standard
 * error. Exit codes: 0 done, 2 bad request, 3 bad data, 4 out of memory, 5 device, 6 training failed, 130 stopped, 1 a
 * fault of SYR's own.
 *
 * <p>With {@code -Dsyr.parent=true} it ends when its standard input does, that is when the process that started it is
 * gone.
 */
public final class Main {

    /** How long a task has to come to its next step before the process is ended all the same. */
    private static final long GRACE_MILLIS = 3000;

    private Main() {}

    public static void main(String[] args) {
        ProcessStart.run(Main.class, args, (request, events) -> run(request, events, tasks()));
    }

    static int run(Path request, Consumer<Event> events, Map<Request.Task, WorkerTask> tasks) {
        Stop stop = new Stop();
        ParentWatch.start(() -> end(stop, events));
        return new Worker(tasks, events, stop).run(request);
    }

    private static void end(Stop stop, Consumer<Event> events) {
        stop.request("the process that started the worker is gone");
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.accept(Event.Failed.of(stop.exception()));
        Runtime.getRuntime().halt(130);
    }

    private static Map<Request.Task, WorkerTask> tasks() {
        return Map.of(
                Request.Task.MASKS, session -> new MaskTask(session).run(),
                Request.Task.TRAIN, session -> new TrainTask(session).run(),
                Request.Task.EVALUATE, session -> new EvaluateTask(session).run());
    }
}
