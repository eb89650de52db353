package io.github.syr.worker;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker whose tasks do what the first argument says: the process around them is the real one. */
public final class FakeWorker {

    private FakeWorker() {}

    public static void main(String[] args) {
        PrintStream events = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        WorkerTask nothing = session -> new Event.Result(true, List.of());
        WorkerTask task = session -> {
            System.out.println("a library prints");
            switch (args[0]) {
                case "fail" -> throw new SyrException(SyrException.Kind.valueOf(args[2]), "A problem.", "A remedy.");
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                case "native-memory" ->
                    throw new IllegalStateException(
                            "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes");
                case "bug" -> throw new IllegalArgumentException("a bug");
                case "crash" -> Runtime.getRuntime().halt(134);
                case "wait" -> {
                    session.tell(new Event.Note(Event.Level.INFO, "waiting"));
                    while (true) {
                        session.checkStopped();
                        Thread.onSpinWait();
                    }
                }
                default -> session.tell(new Event.Note(Event.Level.INFO, "done"));
            }
            return new Event.Result(false, List.of("a line"));
        };
        System.exit(Main.run(
                Path.of(args[1]),
                event -> events.println(event.toLine()),
                Map.of(Request.Task.MASKS, task, Request.Task.TRAIN, nothing, Request.Task.EVALUATE, nothing)));
    }
}
