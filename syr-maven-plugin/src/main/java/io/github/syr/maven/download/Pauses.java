package io.github.syr.maven.download;

import java.time.Duration;
import java.util.Optional;

/** The time between tries: as long as the server asks, as long as all of them together stay within a limit. */
final class Pauses {

    private final Duration most;
    private Duration taken = Duration.ZERO;

    Pauses(Duration most) {
        this.most = most;
    }

    /**
     * How long to wait before a try.
     *
     * @param attempt from 1 on
     * @return none where that would be too long
     */
    Optional<Duration> before(int attempt, Optional<Duration> asked) {
        Duration pause = asked.orElse(Duration.ofSeconds(1L << attempt));
        if (pause.compareTo(most.minus(taken)) > 0) {
            return Optional.empty();
        }
        taken = taken.plus(pause);
        return Optional.of(pause);
    }
}
