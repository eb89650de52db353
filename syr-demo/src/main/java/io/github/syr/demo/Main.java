package io.github.syr.demo;

import io.github.syr.demo.web.DemoServer;
import io.github.syr.message.Event;
import io.github.syr.worker.EventOutput;
import io.github.syr.worker.Outcome;
import io.github.syr.worker.ParentWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The demo as a process: {@code java -cp … io.github.syr.demo.Main demo.json}; events and exit codes are the worker's.
 * It ends when the page says so, when it is interrupted, and with {@code -Dsyr.parent=true} when its standard input
 * does.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Consumer<Event> events = EventOutput.take();
        if (args.length != 1) {
            System.err.println("usage: java -cp … io.github.syr.demo.Main demo.json");
            System.exit(2);
        }
        System.exit(Outcome.of(events, () -> run(DemoRequest.read(Path.of(args[0])), events)));
    }

    /** Shows a demo until it is ended. */
    public static Event.Result run(DemoRequest request, Consumer<Event> events) {
        try (DemoServer server = DemoServer.start(request)) {
            // however the process ends, what it was given goes
            Thread atShutdown = new Thread(server::deleteImages, "syr-demo-at-shutdown");
            Runtime.getRuntime().addShutdownHook(atShutdown);
            ParentWatch.start(() -> Runtime.getRuntime().exit(0));
            events.accept(new Event.Note(Event.Level.INFO, "Demo: " + server.url()));
            events.accept(
                    new Event.Note(Event.Level.INFO, "It answers this machine alone; Ctrl-C or its button ends it."));
            if (request.browser()) {
                new UserBrowser(Path.of(request.output()))
                        .open(server.url())
                        .ifPresent(note -> events.accept(new Event.Note(Event.Level.INFO, note)));
            }
            server.await();
            return new Event.Result(false, List.of("The demo has ended."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Event.Result(false, List.of("The demo was interrupted."));
        }
    }
}
