package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what may block in a thread of its own, and waits no longer than a limit: a time-out of a socket begins anew with
 * each byte, and a server that sends one now and then would hold up a build for days.
 */
final class Guard implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread daemon = new Thread(work, "syr-download");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Begins a call; one at a time. */
    <T> Future<T> start(Callable<T> call) {
        return thread.submit(call);
    }

    /**
     * A call's result, where it takes no longer than a limit.
     *
     * @throws IOException as the call throws it
     * @throws TimeoutException if it takes longer; it goes on in its thread, and can be awaited again
     * @throws SyrException if this thread is interrupted
     */
    <T> T await(Future<T> call, Duration limit) throws IOException, TimeoutException {
        try {
            return call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Download.stopped();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            } else if (e.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
