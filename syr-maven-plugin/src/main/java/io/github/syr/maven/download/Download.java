package io.github.syr.maven.download;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.LockFile;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    private final Duration stall;
    private final Consumer<Duration> sleeper;

    /**
     * With a time-out of a minute without a byte, and growing pauses between attempts.
     *
     * @param store which the files belong to
     */
    public Download(CheckpointStore store) {
        this(store, Duration.ofMinutes(1), Download::sleep);
    }

    /**
     * @param stall how long a server may send nothing
     * @param sleeper waits between attempts
     */
    Download(CheckpointStore store, Duration stall, Consumer<Duration> sleeper) {
        this.store = store;
        this.stall = stall;
        this.sleeper = sleeper;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            throw interrupted();
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    private static SyrException interrupted() {
        return new SyrException(
                SyrException.Kind.STOPPED, "The download was interrupted.", "The next one continues where it stopped.");
    }

    private void download(Path file, DownloadSource source, BiConsumer<Long, Long> progress) throws IOException {
        PartFile part = new PartFile(file);
        Optional<Interrupted> last = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (last.isPresent()) {
                sleeper.accept(last.get().pause().orElse(Duration.ofSeconds(1L << attempt)));
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted();
                }
            }
            try {
                new HttpFetch(source, part, stall, progress).run();
                finish(file, source, part);
                return;
            } catch (Interrupted e) {
                last = Optional.of(e);
            }
        }
        throw SyrException.badData(
                source.shown(),
                "can't be downloaded: " + last.orElseThrow().getMessage() + ", " + ATTEMPTS + " times.",
                "Try again later: it continues where it stopped. A mirror can be named by <downloadRoot>, a proxy in settings.xml.",
                last.get());
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
