package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A main class that behaves as {@code -Dfake} tells; started as a worker by tests. */
public final class FakeWorker {

    private FakeWorker() {}

    public static void main(String[] arguments) throws Exception {
        Request request = Request.read(Path.of(arguments[0]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.err.println("standard error of the worker");
        switch (System.getProperty("fake")) {
            case "done" -> {
                out.println(new Event.Started("cpu", 2, Map.of("djl", "0.36.0")).toLine());
                out.println("Loading: some library says hällo");
                out.println(new Event.Progress(
                                "train",
                                4,
                                1,
                                1,
                                Optional.empty(),
                                OptionalDouble.of(0.5),
                                OptionalDouble.of(0.7),
                                OptionalDouble.of(0))
                        .toLine());
                out.println(new Event.Note(Event.Level.WARN, "ünder ✓").toLine());
                out.println(new Event.Result(
                                false,
                                List.of(
                                        "task " + request.task(),
                                        "cache " + System.getProperty("syr.cache"),
                                        "parent " + System.getProperty("syr.parent"),
                                        "offline " + System.getProperty("ai.djl.offline"),
                                        "tracking " + System.getProperty("OPT_OUT_TRACKING"),
                                        "omp " + System.getenv("OMP_NUM_THREADS"),
                                        "malloc " + System.getenv("MALLOC_MMAP_THRESHOLD_"),
                                        "user " + System.getenv("USER_VARIABLE")))
                        .toLine());
            }
            case "refused" -> {
                out.println(Event.Failed.of(SyrException.badData("ring.jpg", "is empty.", "Take the photograph again."))
                        .toLine());
                System.exit(SyrException.Kind.BAD_DATA.exitCode());
            }
            case "malformed" -> {
                out.println(Event.PREFIX + "{\"event\":\"note\"}");
                out.println(new Event.Result(false, List.of()).toLine());
            }
            case "environment" ->
                out.println(new Event.Result(false, List.copyOf(System.getenv().keySet())).toLine());
            case "exit" -> {
                out.println("last words");
                Runtime.getRuntime().halt(Integer.getInteger("code"));
            }
            case "unfinished" -> {
                out.print("a library's unfinished line");
                out.println(new Event.Note(Event.Level.INFO, "behind it").toLine());
                out.print("and another");
                out.println(new Event.Result(false, List.of("done")).toLine());
            }
            case "escapes" -> {
                out.println("clears \u001b[2J the screen");
                Runtime.getRuntime().halt(134);
            }
            case "fault" -> {
                Field unsafe = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                unsafe.setAccessible(true);
                unsafe.getType().getMethod("putAddress", long.class, long.class).invoke(unsafe.get(null), 0L, 0L);
            }
            case "lies" -> {
                out.println(new Event.Result(false, List.of()).toLine());
                Runtime.getRuntime().halt(134);
            }
            case "sleep" -> {
                out.println(new Event.Note(
                                Event.Level.INFO,
                                "pid " + ProcessHandle.current().pid())
                        .toLine());
                Thread.sleep(600_000);
            }
            case "asks" -> {
                out.println(new Event.Wanted("a").toLine());
                int first = System.in.read();
                out.println(new Event.Wanted("b").toLine());
                int second = System.in.read();
                out.println(new Event.Result(false, List.of(first + " " + second)).toLine());
            }
            case "until-closed" -> {
                Files.writeString(
                        new OutputLayout(request.outputFolder()).root().resolve("pid"),
                        "" + ProcessHandle.current().pid());
                while (System.in.read() >= 0) {
                    // the pipe is open
                }
                out.println(new Event.Result(true, List.of("closed")).toLine());
            }
            default -> throw new IllegalStateException();
        }
    }
}
