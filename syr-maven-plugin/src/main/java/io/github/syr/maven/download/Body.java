package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import io.github.syr.io.Room;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Takes a file's bytes into its part: no more than there can be, and not slower than is bearable. */
final class Body {

    private static final int PIECE = 1 << 16;

    private final DownloadSource source;
    private final PartFile part;
    private final Limits limits;
    private final Machine machine;
    private final BiConsumer<Long, Long> progress;

    Body(DownloadSource source, PartFile part, Limits limits, Machine machine, BiConsumer<Long, Long> progress) {
        this.source = source;
        this.part = part;
        this.limits = limits;
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * Looks at what is announced, before anything is read.
     *
     * @param from bytes that the part has already
     * @param length of what comes; less than 0 where nobody says
     * @return how many bytes there will be in all; less than 0 where nobody knows
     */
    long announced(long from, long length) throws IOException {
        long total = length < 0 ? source.bytes().orElse(-1) : from + length;
        if (source.bytes().isPresent() && total != source.bytes().getAsLong()) {
            part.delete();
            throw SyrException.badData(
                    source.shown(),
                    "is " + total + " bytes long, and " + source.bytes().getAsLong() + " are expected.",
                    "Check the address.");
        }
        requireShort(total);
        Room.require(
                part.path().toAbsolutePath().getParent(),
                Math.max(0, total - from),
                "the rest of the download",
                "or name another cache by -Dsyr.cache=FOLDER.");
        return total;
    }

    private void requireShort(long bytes) throws IOException {
        if (bytes > limits.longest()) {
            part.delete();
            throw SyrException.badData(
                    source.shown(),
                    "is longer than the " + limits.longest() + " bytes that a download may have.",
                    "Check the address.");
        }
    }

    /**
     * Reads to the end.
     *
     * @param total as {@link #announced} has it
     */
    void receive(InputStream in, Guard guard, long from, long total) throws IOException {
        long done = from;
        byte[] buffer = new byte[PIECE];
        Pace pace = new Pace(limits, machine.nanos());
        try (OutputStream out = machine.disk().append(part.path())) {
            for (int n = read(in, buffer, guard, pace); n >= 0; n = read(in, buffer, guard, pace)) {
                done += n;
                if (!fits(total, done)) {
                    break;
                }
                out.write(buffer, 0, n);
                progress.accept(done, total);
                pace.received(n);
            }
        }
        requireShort(done);
        if (total >= 0 && done > total) {
            part.delete();
            throw SyrException.badData(
                    source.shown(), "goes on behind the " + total + " bytes that are expected.", "Check the address.");
        }
        if (done < total) {
            throw new Download.Interrupted("it broke off after " + done + " of " + total + " bytes", null);
        }
    }

    private boolean fits(long total, long done) {
        return done <= limits.longest() && (total < 0 || done <= total);
    }

    /** Reading fails by the server's fault, writing by the disk's: only the first is tried again. */
    private static int read(InputStream in, byte[] buffer, Guard guard, Pace pace) throws Download.Interrupted {
        Future<Integer> piece = guard.start(() -> in.read(buffer));
        while (true) {
            try {
                return guard.await(piece, pace.left());
            } catch (TimeoutException e) {
                pace.received(0);
            } catch (IOException e) {
                throw new Download.Interrupted("it broke off (" + e.getMessage() + ")", e);
            }
        }
    }
}
