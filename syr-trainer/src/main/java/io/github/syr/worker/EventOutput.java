package io.github.syr.worker;

import io.github.syr.message.Event;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A process's standard output as a stream of events; whatever a library prints goes to the standard error. */
public final class EventOutput {

    private EventOutput() {}

    /** Takes the standard output; once a process. */
    public static Consumer<Event> take() {
        PrintStream events = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        System.setProperty("java.awt.headless", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        return event -> {
            synchronized (events) {
                events.println(event.toLine());
            }
        };
    }
}
