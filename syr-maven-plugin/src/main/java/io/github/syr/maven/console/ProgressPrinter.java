package io.github.syr.maven.console;

import io.github.syr.error.Printable;
import io.github.syr.message.Event;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows how far something is. Call {@link #pause} before anything else is printed, and {@link #end} at the end. */
public final class ProgressPrinter {

    /** How often a batch build hears of it. */
    static final Duration BATCH_INTERVAL = Duration.ofSeconds(10);

    private final ProgressMode mode;
    private final PrintStream terminal;
    private final Consumer<String> log;
    private final InstantSource clock;

    private int shown;
    private Instant lastLogged = Instant.MIN;
    private Instant lastStep = Instant.EPOCH;
    private String lastWork = "";
    private Optional<String> pending = Optional.empty();

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

    /** Shows a worker's progress. */
    public void show(Event.Progress step) {
        String work = step.stage() + " " + step.rank();
        boolean within = step.within().isPresent();
        if (!within) {
            lastStep = clock.instant();
        } else if (mode == ProgressMode.BATCH
                && work.equals(lastWork)
                && clock.instant().isBefore(lastStep.plus(BATCH_INTERVAL))) {
            // epochs that follow one another quickly say enough by themselves
            return;
        }
        show(work, ProgressLine.of(step), !within && step.step() == step.of());
    }

    /**
     * Shows progress, as the mode has it.
     *
     * @param work what it is about: its first and its last line are always shown
     * @param last whether nothing of it is left
     */
    public void show(String work, String text, boolean last) {
        String line = Printable.of(text);
        if (mode == ProgressMode.TERMINAL) {
            terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            terminal.flush();
            shown = line.length();
        } else if (mode == ProgressMode.BATCH) {
            log(work, line, last);
        }
    }

    /** The first and the last line of each work, and between them one every {@link #BATCH_INTERVAL}. */
    private void log(String work, String line, boolean last) {
        boolean first = !work.equals(lastWork);
        if (first) {
            logPending();
        }
        lastWork = work;
        Instant now = clock.instant();
        if (first || last || !now.isBefore(lastLogged.plus(BATCH_INTERVAL))) {
            log.accept(line);
            lastLogged = now;
            pending = Optional.empty();
        } else {
            pending = Optional.of(line);
        }
    }

    /** A rank that stopped early is shown as far as it came. */
    private void logPending() {
        pending.ifPresent(log);
        pending = Optional.empty();
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
