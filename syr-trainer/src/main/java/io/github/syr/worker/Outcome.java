package io.github.syr.worker;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Turns whatever comes of a process's work into its last event and its exit code. */
public final class Outcome {

    /** A fault of SYR's own, with its stack trace in the log and no event. */
    static final int CRASHED = 1;

    private Outcome() {}

    /**
     * Does the work.
     *
     * @param events takes the result, or how it failed
     * @return the exit code: 0, that of a {@link SyrException.Kind}, or 1 for a fault of SYR's own
     */
    public static int of(Consumer<Event> events, Supplier<Event.Result> work) {
        try {
            events.accept(work.get());
            return 0;
        } catch (SyrException e) {
            return failed(events, e);
        } catch (OutOfMemoryError e) {
            return failed(events, outOfMemory(e, "Java's memory"));
        } catch (UncheckedIOException e) {
            return failed(
                    events,
                    new SyrException(
                            SyrException.Kind.BAD_DATA,
                            "Reading or writing failed: " + e.getCause(),
                            "Look at the file and at the disk's free space.",
                            e));
        } catch (RuntimeException | LinkageError e) {
            if (isOutOfMemory(e)) {
                return failed(events, outOfMemory(e, "PyTorch's memory"));
            }
            e.printStackTrace();
            return CRASHED;
        }
    }

    /** Whether PyTorch says that its memory ran out. */
    public static boolean isOutOfMemory(Throwable e) {
        return String.valueOf(e.getMessage())
                .matches("(?is).*(out of memory|not enough memory|can't allocate memory).*");
    }

    private static int failed(Consumer<Event> events, SyrException e) {
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
