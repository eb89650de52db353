package io.github.syr.maven.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Shows how a download goes. */
public final class DownloadPrinter implements AutoCloseable {

    /** How often the line is made again: thousands of pieces arrive. */
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final String name;
    private final Log log;
    private final ProgressPrinter progress;
    private final InstantSource clock;

    private Instant start = Instant.MIN;
    private Instant lastShown = Instant.MIN;
    private long had;

    /** @param name of the file */
    public DownloadPrinter(String name, Log log, ProgressPrinter progress, InstantSource clock) {
        this.name = name;
        this.log = log;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * More has arrived.
     *
     * @param bytes how many there are now, those of an earlier try included; less than before where one had to start
     *     over
     * @param total how many there will be, -1 where nobody knows
     */
    public void progress(long bytes, long total) {
        Instant now = clock.instant();
        if (start == Instant.MIN || bytes < had) {
            start = now;
            had = bytes;
        }
        if (bytes == total || !now.isBefore(lastShown.plus(INTERVAL))) {
            lastShown = now;
            progress.show(name, line(bytes, total, Duration.between(start, now).toMillis() / 1000.0), bytes == total);
        }
    }

    private String line(long bytes, long total, double seconds) {
        double speed = seconds > 0 ? (bytes - had) / seconds : 0;
        String line =
                "Downloading " + name + ", " + megabytes(bytes) + (total < 0 ? "" : "/" + megabytes(total)) + " MB";
        if (speed > 0) {
            line += String.format(Locale.ROOT, ", %.1f MB/s", speed / 1e6);
            line += total < 0 ? "" : ", " + ProgressLine.duration((total - bytes) / speed) + " left";
        }
        return line;
    }

    /** Millions of bytes, as the sizes of files are told. */
    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }

    /** Somebody else downloads the same. */
    public void waiting(String holder) {
        progress.pause();
        log.info("Waiting for " + holder + ", which downloads " + name + ".");
    }

    @Override
    public void close() {
        progress.end();
    }
}
