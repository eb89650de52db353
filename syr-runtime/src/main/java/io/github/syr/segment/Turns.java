package io.github.syr.segment;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs computations on a few threads of its own; others wait, in the order in which they came.
 *
 * <p>On the threads of their callers, even one computation at a time would take the memory of all: each thread that
 * PyTorch runs on keeps memory of its own in glibc, and a team of OpenMP threads.
 */
final class Turns implements AutoCloseable {

    private static final long IDLE_SECONDS = 60;

    private final String what;
    private final Optional<Duration> timeout;
    private final ThreadPoolExecutor threads;

    /**
     * @param what the computations are, in messages: {@code encoding}
     * @param atOnce the number of threads
     * @param timeout how long one waits at most until it begins; without one, until it is its turn
     */
    Turns(String what, int atOnce, Optional<Duration> timeout) {
        this.what = what;
        this.timeout = timeout;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                atOnce, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "syr-" + what + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** A computation that says when it begins. */
    private static final class Task<T> extends FutureTask<T> {

        private final CountDownLatch begun = new CountDownLatch(1);

        Task(Supplier<T> computation) {
            super(computation::get);
        }

        @Override
        public void run() {
            begun.countDown();
            super.run();
        }

        /** Waits until it is done, however often the thread is interrupted: nothing can stop it any more. */
        T result() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw unchecked(e.getCause());
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static RuntimeException unchecked(Throwable cause) {
            if (cause instanceof Error error) {
                throw error;
            }
            return (RuntimeException) cause;
        }
    }

    /**
     * Runs a computation when it is its turn, and waits for it; what it throws is thrown.
     *
     * @throws RejectedExecutionException if it doesn't begin within the timeout, or the thread is interrupted meanwhile
     * @throws IllegalStateException if this is closed
     */
    <T> T run(Supplier<T> computation) {
        Task<T> task = new Task<>(computation);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the segmenter is closed", e);
        }
        try {
            if (timeout.isEmpty()) {
                task.begun.await();
            } else if (!task.begun.await(timeout.get().toNanos(), TimeUnit.NANOSECONDS) && threads.remove(task)) {
                throw new RejectedExecutionException("The segmenter is busy: this " + what + " did not begin within "
                        + timeout.get().toMillis() + " ms (timeout); " + threads.getActiveCount()
                        + " at work (maxConcurrent), " + threads.getQueue().size()
                        + " waiting. Try again later.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (threads.remove(task)) {
                throw new RejectedExecutionException(
                        "The thread was interrupted while it waited for the turn of its " + what + ".", e);
            }
        }
        return task.result();
    }

    /** Takes no more; what waits is run still. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
