package io.github.syr.maven.download;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.LockFile;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Brings one file to its place in the cache: whole, verified, once. What is cut off stays beside its place as
 * {@code .part} and is continued; the file itself appears only when its SHA-256 is right.
 */
public final class Download {

    private static final int ATTEMPTS = 4;

    private final CheckpointStore store;
    private final Limits limits;
    private final Machine machine;

    /**
     * With the limits that are documented, and the least rate that the system property sets.
     *
     * @param store which the files belong to
     * @throws SyrException if that property isn't a number
     */
    public Download(CheckpointStore store) {
        this(store, Limits.of(System.getProperty(Limits.RATE_PROPERTY)), Machine.REAL);
    }

    Download(CheckpointStore store, Limits limits, Machine machine) {
        this.store = store;
        this.limits = limits;
        this.machine = machine;
    }

    /**
     * Ensures the file.
     *
     * @param offline whether the net may not be asked
     * @param waiting takes who else is downloading it, where somebody is
     * @param progress takes bytes so far and in all (-1 where nobody knows)
     * @throws SyrException if it can't be had; the message says what to do
     */
    public Path to(
            Path file,
            DownloadSource source,
            boolean offline,
            Consumer<String> waiting,
            BiConsumer<Long, Long> progress) {
        if (store.holds(file, source.sha256())) {
            return file;
        }
        if (offline) {
            throw SyrException.badRequest(
                    file.getFileName() + " is not on this machine, and Maven is offline.",
                    "Run once without -o, or fetch " + source.shown() + " elsewhere and put it there as " + file
                            + " (SHA-256 " + source.sha256() + ").");
        }
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (LockFile lock = LockFile.take(lockFile, "the download of " + file.getFileName(), waiting)) {
            if (!store.holds(file, source.sha256())) {
                download(file, source, progress);
            }
            return file;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    static SyrException stopped() {
        return new SyrException(
                SyrException.Kind.STOPPED, "The download was interrupted.", "The next one continues where it stopped.");
    }

    private void download(Path file, DownloadSource source, BiConsumer<Long, Long> progress) throws IOException {
        PartFile part = new PartFile(file);
        Instant oldest = machine.clock().instant().minus(limits.age());
        part.deleteIfOlderThan(oldest);
        PartFile.deleteAllOlderThan(store.checkpoints(), oldest);
        if (part.isWhole(source.sha256(), source.bytes())) {
            finish(file, source, part);
            return;
        }
        Pauses pauses = new Pauses(limits.waiting());
        for (int attempt = 1; ; attempt++) {
            try {
                fetch(source, part, progress);
                finish(file, source, part);
                return;
            } catch (Interrupted e) {
                if (attempt == ATTEMPTS) {
                    throw givenUp(source, e.getMessage() + ", " + ATTEMPTS + " times", e);
                }
                machine.sleeper().accept(pauses.before(attempt, e.pause()).orElseThrow(() -> tooLong(source, e)));
                if (Thread.currentThread().isInterrupted()) {
                    throw stopped();
                }
            }
        }
    }

    private void fetch(DownloadSource source, PartFile part, BiConsumer<Long, Long> progress) throws IOException {
        Body body = new Body(source, part, limits, machine, progress);
        if ("file".equalsIgnoreCase(source.uri().getScheme())) {
            new FileFetch(source, part, body).run();
        } else {
            WebAddress.fault(source.uri()).ifPresent(fault -> {
                throw SyrException.badRequest(source.shown() + " " + fault + ".", "Check the address.");
            });
            new HttpFetch(source, part, limits, machine, body).run();
        }
    }

    private SyrException tooLong(DownloadSource source, Interrupted e) {
        String asked = e.pause()
                .map(pause -> " and asks to wait " + Pace.seconds(pause) + "; a build waits ")
                .orElse("; a build waits ");
        return givenUp(source, e.getMessage() + asked + Pace.seconds(limits.waiting()) + " in all", e);
    }

    private static SyrException givenUp(DownloadSource source, String why, Interrupted cause) {
        return SyrException.badData(
                source.shown(),
                "can't be downloaded: " + why + ".",
                "Try again later: it continues where it stopped. A mirror can be named by <downloadRoot>, a proxy in settings.xml.",
                cause);
    }

    private void finish(Path file, DownloadSource source, PartFile part) throws IOException {
        String found = Sha256.of(part.path());
        if (!found.equals(source.sha256())) {
            String looks = part.looksLikeHtml() ? " It is an HTML page: a login, an error, or a proxy's." : "";
            part.delete();
            throw SyrException.badData(
                    source.shown(),
                    "is not the expected file: its SHA-256 is " + found + ", but " + source.sha256() + " is expected."
                            + looks,
                    "Check the address and the digest; nothing of it is kept.");
        }
        AtomicFile.move(part.path(), file);
        part.delete();
        store.hashed(file, source.sha256());
    }

    /** A try that may do better next time. */
    static final class Interrupted extends IOException {

        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> pause;

        Interrupted(String message, Throwable cause) {
            this(message, Optional.empty(), cause);
        }

        Interrupted(String message, Optional<Duration> pause, Throwable cause) {
            super(message, cause);
            this.pause = pause;
        }

        /** How long the server asks to wait. */
        Optional<Duration> pause() {
            return pause;
        }
    }
}
