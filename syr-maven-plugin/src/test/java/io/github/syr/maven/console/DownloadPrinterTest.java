package io.github.syr.maven.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class DownloadPrinterTest {

    private final List<String> said = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void saysALineNowAndThenInABatchBuild() {
        Log log = mock(Log.class);
        doAnswer(call -> said.add(call.getArgument(0))).when(log).info(ArgumentMatchers.anyString());
        ProgressPrinter progress = new ProgressPrinter(ProgressMode.BATCH, null, log::info, () -> now);
        try (DownloadPrinter printer = new DownloadPrinter("sam.pth", log, progress, () -> now)) {
            printer.waiting("process 42");
            for (int i = 0; i <= 12; i++) {
                printer.progress(130_000_000 + 10_000_000L * i, 375_042_383);
                now = now.plus(Duration.ofSeconds(1));
            }
            printer.progress(0, 375_042_383);
            now = now.plus(Duration.ofSeconds(5));
            printer.progress(375_042_383, 375_042_383);
        }
        assertEquals(
                List.of(
                        "Waiting for process 42, which downloads sam.pth.",
                        "Downloading sam.pth, 130/375 MB",
                        "Downloading sam.pth, 230/375 MB, 10.0 MB/s, 15 s left",
                        "Downloading sam.pth, 375/375 MB, 75.0 MB/s, 0 s left"),
                said);
    }
}
