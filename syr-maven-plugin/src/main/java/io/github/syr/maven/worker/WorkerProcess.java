package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running worker. Its standard input is a pipe that nobody writes to: the worker ends when it closes, as it does
 * however Maven dies. Maven's shutdown and {@link #close} end it sooner.
 */
final class WorkerProcess implements AutoCloseable {

    private static final long SECONDS_TO_STOP = 5;
    private static final long SECONDS_AT_SHUTDOWN = 2;

    private final Process process;
    private final WorkerLog log;
    private final Thread atShutdown;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private WorkerProcess(Process process, WorkerLog log) {
        this.process = process;
        this.log = log;
        this.atShutdown = new Thread(this::endAtShutdown, "syr-worker-at-shutdown");
    }

    /** Maven's JVM waits for this: the worker has a moment to delete what is temporary. */
    private void endAtShutdown() {
        process.destroy();
        try {
            process.waitFor(SECONDS_AT_SHUTDOWN, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    static WorkerProcess start(WorkerCommand command, Path directory, WorkerLog log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        WorkerProcess worker = new WorkerProcess(builder.start(), log);
        Runtime.getRuntime().addShutdownHook(worker.atShutdown);
        Thread reader = new Thread(worker::read, "syr-worker-output");
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    /** In a thread of its own: a read from a pipe can't be interrupted, and waiting for a queue can. */
    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // the process was destroyed; its exit code tells
        } finally {
            lines.add(Optional.empty());
        }
    }

    /**
     * Passes on every event until the worker closes its output.
     *
     * @return how it ended: a {@link Event.Result}, a {@link Event.Failed}, or null where it said neither
     * @throws WorkerCrashedException at an event that is none: whatever the worker would go on to say can't be believed
     */
    Event listen(Consumer<Event> listener) throws InterruptedException, WorkerCrashedException {
        Event end = null;
        for (Optional<String> line = lines.take(); line.isPresent(); line = lines.take()) {
            Event event = event(line.get());
            if (event instanceof Event.Result || event instanceof Event.Failed) {
                end = event;
            } else if (event != null) {
                listener.accept(event);
                if (event instanceof Event.Wanted) {
                    answer();
                }
            }
        }
        return end;
    }

    /** The worker waits for a line on its standard input. */
    private void answer() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it has ended meanwhile; its exit code tells
        }
    }

    /** The event of a line; null for what a library printed. */
    private Event event(String whole) throws WorkerCrashedException {
        // a native library prints to the same output, and may leave its line unfinished
        int begin = Math.max(0, whole.indexOf(Event.PREFIX));
        if (begin > 0) {
            log.append(whole.substring(0, begin));
        }
        String line = whole.substring(begin);
        try {
            Optional<Event> event = Event.ofLine(line);
            if (event.isEmpty()) {
                log.append(line);
            }
            return event.orElse(null);
        } catch (SyrException e) {
            log.append(line);
            throw new WorkerCrashedException("The worker's output can't be understood: " + e.getMessage()
                    + System.lineSeparator() + "Log: " + log.file());
        }
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** Ends the worker where it still runs: politely first, so that it can tidy up. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // the JVM is going down, and the hook with it
        }
    }

    private void stop() {
        if (!process.isAlive()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
