package io.github.syr.maven.console;

import io.github.syr.error.Printable;
import io.github.syr.message.Event;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/** What a worker tells, for the user's eyes. */
public final class EventPrinter implements Consumer<Event>, AutoCloseable {

    private final Log log;
    private final ProgressPrinter progress;

    public EventPrinter(Log log, ProgressPrinter progress) {
        this.log = log;
        this.progress = progress;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Progress step) {
            progress.show(step);
        } else if (event instanceof Event.Note note) {
            progress.pause();
            print(note);
        } else if (event instanceof Event.Started started) {
            progress.pause();
            log.info(Printable.of("Running on " + started.device() + ", " + started.threads()
                    + (started.threads() == 1 ? " thread" : " threads")
                    + started.versions().entrySet().stream()
                            .map(version -> ", " + version.getKey() + " " + version.getValue())
                            .collect(Collectors.joining())));
        }
        // how it ended is the caller's to tell
    }

    private void print(Event.Note note) {
        // it may name files of the data set
        String text = Printable.of(note.text());
        switch (note.level()) {
            case DEBUG -> log.debug(text);
            case INFO -> log.info(text);
            case WARN -> log.warn(text);
        }
    }

    /** The result's lines; call it after {@link #close}. */
    public void print(Event.Result result) {
        if (result.upToDate()) {
            log.info("Up to date.");
        }
        result.lines().stream().map(Printable::of).forEach(log::info);
    }

    @Override
    public void close() {
        progress.end();
    }
}
