package io.github.syr.segment;

import ai.djl.ndarray.NDManager;
import io.github.syr.sam.Sam;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;

/** A model that stays open while something is computed with it. */
final class OpenModel implements AutoCloseable {

    private final Sam sam;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** @param sam closed with this */
    OpenModel(Sam sam) {
        this.sam = sam;
    }

    /** Runs a computation; the scope frees what it made. */
    <T> T use(BiFunction<Sam, NDManager, T> computation) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the segmenter is closed");
            }
            try (NDManager scope = sam.manager().newSubManager()) {
                return computation.apply(sam, scope);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees the model; waits for computations that run. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                sam.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
