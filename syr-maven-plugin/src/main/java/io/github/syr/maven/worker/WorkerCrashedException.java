package io.github.syr.maven.worker;

/** A worker ended without saying why: no fault of the user's input, as far as anybody can tell. */
public final class WorkerCrashedException extends Exception {

    private static final long serialVersionUID = 1L;

    public WorkerCrashedException(String message) {
        super(message);
    }
}
