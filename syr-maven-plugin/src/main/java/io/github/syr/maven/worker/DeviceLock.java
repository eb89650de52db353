package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * One worker a device at a time: two at once would be slower than one after the other, and run out of memory.
 *
 * <p>A file lock in the cache does it alone. It holds between processes; and inside a JVM, where another module's goal may even
 * have been loaded by another class loader, a second try meets {@link OverlappingFileLockException}. The operating system frees
 * it when its holder dies.
 */
public final class DeviceLock implements AutoCloseable {

    private static final long POLL_MILLIS = 200;

    private final FileChannel channel;

    private DeviceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until the device is free.
     *
     * @param cache SYR's cache
     * @param device as requested; {@code auto} queues with {@code cpu}, for nobody knows before PyTorch is loaded
     * @param holder who will hold it, for those who wait: the module
     * @param waiting takes a sentence where it has to be waited for, and again where the holder changes
     */
    public static DeviceLock acquire(Path cache, String device, String holder, Consumer<String> waiting) throws InterruptedException {
        String key = key(device);
        Path file = cache.resolve("locks").resolve(key + ".lock");
        // beside the lock, for Windows lets nobody read a locked file
        Path note = cache.resolve("locks").resolve(key + ".holder");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                String told = "";
                while (!tryLock(channel)) {
                    String other = holder(note);
                    if (!other.equals(told)) {
                        waiting.accept("Waiting for " + other + "'s worker on " + key.replace('-', ':') + ".");
                        told = other;
                    }
                    Thread.sleep(POLL_MILLIS);
                }
                Files.writeString(note, holder, StandardCharsets.UTF_8);
                return new DeviceLock(channel);
            } catch (IOException | InterruptedException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SyrException(
                    SyrException.Kind.BAD_DATA, file + ": can't be locked: " + e + ".",
                    "Make the cache writable, or name another one with -Dsyr.cache.", e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path note) {
        try {
            return Files.readString(note, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "another build";
        }
    }

    static String key(String device) {
        if (device.equals("gpu")) {
            return "gpu-0";
        }
        return device.startsWith("gpu:") ? "gpu-" + Integer.parseInt(device.substring(4)) : "cpu";
    }

    /** Frees the device; closing the channel releases its lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
