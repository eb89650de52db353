package io.github.syr.maven.console;

import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.plugin.logging.Log;

/** How progress is shown. */
public enum ProgressMode {
    /** One line, rewritten in place. */
    TERMINAL,
    /** A line of log now and then. */
    BATCH,
    /** Not at all. */
    QUIET;

    /**
     * What fits a build: {@code -q} shows nothing, {@code -B}, {@code -T} and output that is no terminal get lines of
     * log.
     */
    public static ProgressMode of(MavenExecutionRequest request, Log log) {
        return of(
                log.isInfoEnabled(),
                request.isInteractiveMode(),
                request.getDegreeOfConcurrency() > 1,
                Terminal.isPresent());
    }

    static ProgressMode of(boolean info, boolean interactive, boolean parallel, boolean terminal) {
        if (!info) {
            return QUIET;
        }
        return interactive && terminal && !parallel ? TERMINAL : BATCH;
    }
}
