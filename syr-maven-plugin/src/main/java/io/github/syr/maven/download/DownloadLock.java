package io.github.syr.maven.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One download of a file at a time, in this process and in others; the file says who holds it. */
final class DownloadLock implements AutoCloseable {

    /** Java's file locks hold between processes alone; between threads of one, this does. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock lock;

    private DownloadLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
        this.thread = thread;
        this.channel = channel;
        this.lock = lock;
    }

    static DownloadLock take(Path file, Consumer<String> waiting) throws IOException {
        Path place = file.toAbsolutePath().normalize().resolveSibling(file.getFileName() + ".lock");
        Files.createDirectories(place.getParent());
        ReentrantLock thread = THREADS.computeIfAbsent(place, key -> new ReentrantLock());
        if (!thread.tryLock()) {
            waiting.accept("another thread of this build");
            thread.lock();
        }
        try {
            FileChannel channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    waiting.accept("process " + Files.readString(place).strip());
                    lock = channel.lock();
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
                return new DownloadLock(thread, channel, lock);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            thread.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
