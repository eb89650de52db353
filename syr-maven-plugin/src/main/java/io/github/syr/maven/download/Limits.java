package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import java.time.Duration;

/**
 * What a server may ask of a build.
 *
 * @param stall how long it may send nothing; twice as long may pass until its answer begins
 * @param window over which the rate is averaged
 * @param bytesPerSecond the least average rate
 * @param waiting the longest time between tries, all of them together
 * @param age how long a part of a file is kept that nobody continues
 * @param longest the most bytes that a file may have
 */
record Limits(Duration stall, Duration window, long bytesPerSecond, Duration waiting, Duration age, long longest) {

    /** The system property that sets the least average rate, in bytes per second. */
    static final String RATE_PROPERTY = "syr.minDownloadRate";

    static final Limits DEFAULT = new Limits(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            10_000,
            Duration.ofMinutes(2),
            Duration.ofDays(7),
            16L * 1024 * 1024 * 1024);

    /**
     * The limits with the rate that a property sets.
     *
     * @param rate its value; null for the default
     * @throws SyrException if it isn't a whole number of at least 1
     */
    static Limits of(String rate) {
        if (rate == null) {
            return DEFAULT;
        }
        try {
            long bytesPerSecond = Long.parseLong(rate.strip());
            if (bytesPerSecond >= 1) {
                return DEFAULT.withRate(DEFAULT.window, bytesPerSecond);
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers that are too small
        }
        throw SyrException.badRequest(
                RATE_PROPERTY + " is \"" + rate + "\"; a whole number of bytes per second, at least 1, is expected.",
                "Set -D" + RATE_PROPERTY + "=" + DEFAULT.bytesPerSecond + " or another number, or leave it out.");
    }

    Limits withStall(Duration longest) {
        return new Limits(longest, window, bytesPerSecond, waiting, age, this.longest);
    }

    Limits withRate(Duration over, long least) {
        return new Limits(stall, over, least, waiting, age, longest);
    }

    Limits withLongest(long bytes) {
        return new Limits(stall, window, bytesPerSecond, waiting, age, bytes);
    }
}
