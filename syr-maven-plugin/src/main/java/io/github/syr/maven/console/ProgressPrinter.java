package io.github.syr.maven.console;

import io.github.syr.message.Event;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows how far a worker is. Call {@link #pause} before anything else is printed, and {@link #end} at the end. */
public final class ProgressPrinter {

    /** How often a batch build hears of it. */
    static final Duration BATCH_INTERVAL = Duration.ofSeconds(10);

    private final ProgressMode mode;
    private final PrintStream terminal;
    private final Consumer<String> log;
    private final InstantSource clock;

    private int shown;
    private Instant lastLogged = Instant.MIN;
    private Optional<Event.Progress> last = Optional.empty();
    private boolean lastWasLogged = true;

    /**
     * @param terminal takes the line in place
     * @param log takes lines of log
     */
    public ProgressPrinter(ProgressMode mode, PrintStream terminal, Consumer<String> log, InstantSource clock) {
        this.mode = mode;
        this.terminal = terminal;
        this.log = log;
        this.clock = clock;
    }

    /** Shows progress, as the mode has it. */
    public void show(Event.Progress progress) {
        if (mode == ProgressMode.TERMINAL) {
            String line = ProgressLine.of(progress);
            terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            terminal.flush();
            shown = line.length();
        } else if (mode == ProgressMode.BATCH) {
            log(progress);
        }
    }

    /** The first and the last line of each rank or stage, and between them one every {@link #BATCH_INTERVAL}. */
    private void log(Event.Progress progress) {
        boolean first = last.map(before -> !sameWork(before, progress)).orElse(true);
        if (first) {
            logPending();
        }
        last = Optional.of(progress);
        Instant now = clock.instant();
        lastWasLogged = first || progress.step() == progress.of() || !now.isBefore(lastLogged.plus(BATCH_INTERVAL));
        if (lastWasLogged) {
            log.accept(ProgressLine.of(progress));
            lastLogged = now;
        }
    }

    private static boolean sameWork(Event.Progress one, Event.Progress other) {
        return one.rank() == other.rank() && one.stage().equals(other.stage());
    }

    /** A rank that stopped early is shown as far as it came. */
    private void logPending() {
        if (!lastWasLogged) {
            log.accept(ProgressLine.of(last.orElseThrow()));
            lastWasLogged = true;
        }
    }

    /** Clears the line in place, so that a line of log can stand there. */
    public void pause() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }

    /** No more progress comes. */
    public void end() {
        pause();
        if (mode == ProgressMode.BATCH) {
            logPending();
        }
    }
}
