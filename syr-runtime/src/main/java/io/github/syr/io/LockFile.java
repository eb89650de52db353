package io.github.syr.io;

import io.github.syr.error.Printable;
import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * A file that has one holder at a time: across processes, and in a JVM across threads and class loaders. Its text says
 * who that is. The operating system frees it when the process of its holder ends, however it ends.
 */
public final class LockFile implements AutoCloseable {

    private static final long POLL_MILLIS = 100;

    /** The byte that is locked lies far behind the text: on Windows no other process can read bytes that are locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int LONGEST_TEXT = 1000;

    private final String key;
    private final FileChannel channel;

    private LockFile(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Waits until nobody holds the file, and holds it.
     *
     * @param file made where it is missing, with its folder; stays afterwards
     * @param holder who will hold it, for those who wait: a module's name
     * @param waiting takes who holds it where it has to be waited for, and again where that changes: name, process,
     *     since when
     * @throws SyrException if the file can't be written
     */
    public static LockFile take(Path file, String holder, Consumer<String> waiting) throws InterruptedException {
        Path place = made(file);
        String key = "io.github.syr.lock " + place;
        String text = holder + " (process " + ProcessHandle.current().pid() + ", since "
                + LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS) + ")";
        Waiting told = new Waiting(waiting);
        for (Object other = holders().putIfAbsent(key, text);
                other != null;
                other = holders().putIfAbsent(key, text)) {
            told.tell(other.toString());
            Thread.sleep(POLL_MILLIS);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(place, StandardOpenOption.READ, StandardOpenOption.WRITE);
            while (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                told.tell(read(channel));
                Thread.sleep(POLL_MILLIS);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            return new LockFile(key, channel);
        } catch (IOException e) {
            free(key, channel);
            throw SyrException.cantWrite(place, e);
        } catch (InterruptedException | RuntimeException e) {
            free(key, channel);
            throw e;
        }
    }

    /** The file by the one path that it has whatever links lead to it, so that a JVM knows it again. */
    private static Path made(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw SyrException.cantWrite(file, e);
            }
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw SyrException.cantWrite(file, e);
        }
    }

    /**
     * The holders in this holders(). System properties are the one map that two class loaders share. A second channel
     * on the file would not do: on Linux, closing it frees the lock that the first one holds.
     */
    private static Properties holders() {
        return System.getProperties();
    }

    /** Tells each holder once. */
    private static final class Waiting {

        private final Consumer<String> listener;
        private String last = "";

        Waiting(Consumer<String> listener) {
            this.listener = listener;
        }

        void tell(String holder) {
            if (!holder.equals(last)) {
                last = holder;
                listener.accept(holder);
            }
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TEXT);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return text.isEmpty() ? "another process" : Printable.of(text);
    }

    private static void free(String key, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            holders().remove(key);
        }
    }

    /** Frees the file. */
    @Override
    public void close() {
        free(key, channel);
    }
}
