package io.github.syr.maven.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.github.syr.message.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentMatchers;

/** A worker's events may name files, and a file's name may hold anything: no control character reaches a terminal. */
@Timeout(10)
class EventPrinterTest {

    private static final String NAME = "ring\u001b[2J\n[INFO] BUILD SUCCESS\u202e.jpg";
    private static final String SHOWN = "ring\\u001b[2J\\u000a[INFO] BUILD SUCCESS\\u202e.jpg";

    private final List<String> said = new ArrayList<>();
    private final Log log = mock(Log.class);

    @BeforeEach
    void listen() {
        doAnswer(call -> said.add("debug " + call.getArgument(0))).when(log).debug(ArgumentMatchers.anyString());
        doAnswer(call -> said.add("info " + call.getArgument(0))).when(log).info(ArgumentMatchers.anyString());
        doAnswer(call -> said.add("warn " + call.getArgument(0))).when(log).warn(ArgumentMatchers.anyString());
    }

    private EventPrinter printer() {
        return new EventPrinter(log, new ProgressPrinter(ProgressMode.BATCH, null, log::info, InstantSource.system()));
    }

    @Test
    void escapesNamesInNotesOfAnyLevel() {
        for (Event.Level level : Event.Level.values()) {
            printer().accept(new Event.Note(level, NAME));
        }
        assertEquals(List.of("debug " + SHOWN, "info " + SHOWN, "warn " + SHOWN), said);
    }

    @Test
    void escapesNamesInResultsAndVersions() {
        printer().accept(new Event.Started("cpu", 1, Map.of("djl", NAME)));
        printer().print(new Event.Result(false, List.of(NAME, "table")));
        assertEquals(List.of("info Running on cpu, 1 thread, djl " + SHOWN, "info " + SHOWN, "info table"), said);
    }

    @Test
    void escapesProgressOnATerminal() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        new ProgressPrinter(
                        ProgressMode.TERMINAL,
                        new PrintStream(screen, true, StandardCharsets.UTF_8),
                        log::info,
                        InstantSource.system())
                .show(Event.Progress.ofImages(NAME, 0, 1, 2, OptionalDouble.empty()));
        assertEquals("\r" + SHOWN + ", 1/2", screen.toString(StandardCharsets.UTF_8));
    }
}
