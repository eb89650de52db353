package io.github.syr.maven.download;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a server sends fast enough: the average over each window must reach the least rate. */
final class Pace {

    private static final long NANOS = 1_000_000_000L;

    private final Duration window;
    private final long bytesPerSecond;
    private final LongSupplier nanos;

    private long start;
    private long bytes;

    /** The first window begins now. */
    Pace(Limits limits, LongSupplier nanos) {
        this.window = limits.window();
        this.bytesPerSecond = limits.bytesPerSecond();
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** How long the window still lasts; never less than nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, window.toNanos() - (nanos.getAsLong() - start)));
    }

    /**
     * So many bytes came, or none where the window is over.
     *
     * @throws Download.Interrupted if that window's average is too low
     */
    void received(int more) throws Download.Interrupted {
        bytes += more;
        long elapsed = nanos.getAsLong() - start;
        if (elapsed < window.toNanos()) {
            return;
        }
        double rate = (double) bytes * NANOS / elapsed;
        if (rate < bytesPerSecond) {
            throw new Download.Interrupted(
                    "it sends " + (long) rate + " bytes a second, less than " + bytesPerSecond + " on average over "
                            + seconds(window) + " (-D" + Limits.RATE_PROPERTY + "=… allows fewer)",
                    null);
        }
        start = nanos.getAsLong();
        bytes = 0;
    }

    static String seconds(Duration time) {
        return (time.toMillis() % 1000 == 0 ? Long.toString(time.toSeconds()) : Double.toString(time.toMillis() / 1e3))
                + " s";
    }
}
