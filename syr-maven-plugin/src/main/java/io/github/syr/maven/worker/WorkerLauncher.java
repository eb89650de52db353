package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Runs a worker in a JVM of its own, to its end. */
@Named
@Singleton
public class WorkerLauncher {

    private final String mainClass;

    @Inject
    public WorkerLauncher() {
        this(WorkerCommand.MAIN_CLASS);
    }

    WorkerLauncher(String mainClass) {
        this.mainClass = mainClass;
    }

    /** Runs a request, see {@link #run(Work, Fork, Instant, Consumer)}. */
    public Event.Result run(Request request, Fork fork, Instant buildStart, Consumer<Event> listener)
            throws WorkerCrashedException, InterruptedException {
        return run(Work.of(request, mainClass), fork, buildStart, listener);
    }

    /**
     * Does some work. The worker ends with this JVM, and with the thread that is interrupted.
     *
     * @param buildStart a log from before it is an earlier build's, and begun again
     * @param listener hears of everything but how it ended
     * @return what the worker says at its end
     * @throws SyrException what the worker says went wrong
     * @throws WorkerCrashedException if it says nothing
     * @throws InterruptedException if the thread was interrupted; the worker is gone then
     */
    Event.Result run(Work work, Fork fork, Instant buildStart, Consumer<Event> listener)
            throws WorkerCrashedException, InterruptedException {
        AtomicFile.write(work.layout().request(), work.json().getBytes(StandardCharsets.UTF_8));
        WorkerCommand command =
                WorkerCommand.write(work, fork, Runtime.version().feature());
        WorkerLog log = new WorkerLog(work.layout().log());
        log.begin(command.display(), buildStart);
        try (WorkerProcess process = WorkerProcess.start(command, work.folder(), log)) {
            Event end = process.listen(listener);
            int exitCode = process.exitCode();
            if (end instanceof Event.Result result && exitCode == 0) {
                return result;
            } else if (end instanceof Event.Failed failed) {
                throw failed.toException();
            }
            throw new WorkerCrashedException(new CrashReport(exitCode, process.pid(), command, log).message());
        } catch (IOException e) {
            throw new WorkerCrashedException("The worker can't be started: " + e.getMessage() + System.lineSeparator()
                    + "Command: " + command.display());
        }
    }
}
