package io.github.syr.worker;

import io.github.syr.message.Event;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;

/** How each process of this package begins and ends: its one argument is the file of its request. */
final class ProcessStart {

    private ProcessStart() {}

    /**
     * Runs a process.
     *
     * @param main its class
     * @param work of the request's file, and of what takes events; gives the exit code
     */
    static void run(Class<?> main, String[] args, ToIntBiFunction<Path, Consumer<Event>> work) {
        Consumer<Event> events = EventOutput.take();
        if (args.length != 1) {
            System.err.println("usage: java -cp … " + main.getName() + " request.json");
            System.exit(2);
        }
        System.exit(work.applyAsInt(Path.of(args[0]), events));
    }

    /** As {@link #run}, for short work: it isn't asked to stop, but ended with the process that started it. */
    static void runShort(Class<?> main, String[] args, BiFunction<Path, Consumer<Event>, Event.Result> work) {
        run(main, args, (request, events) -> {
            ParentWatch.start(() -> Runtime.getRuntime().halt(130));
            return Outcome.of(events, () -> work.apply(request, events));
        });
    }
}
