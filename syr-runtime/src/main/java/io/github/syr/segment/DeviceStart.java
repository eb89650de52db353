package io.github.syr.segment;

import ai.djl.Device;
import io.github.syr.device.PyTorch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** PyTorch while it is loaded beside other work: linking its library takes half a second of one core. */
final class DeviceStart implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.github.syr");

    private final FutureTask<Device> task;
    private final Thread thread;

    private DeviceStart(FutureTask<Device> task) {
        this.task = task;
        // of its own, for it inherits the context class loader, in which natives are looked for
        this.thread = new Thread(task, "syr-start");
    }

    /**
     * Begins to load PyTorch, unless that was done.
     *
     * @param device as {@link PyTorch#start} takes it
     * @param threads as {@link PyTorch#start} takes them
     */
    static DeviceStart begin(String device, int threads) {
        DeviceStart start = new DeviceStart(new FutureTask<>(
                () -> PyTorch.start(device, threads, warning -> LOG.log(System.Logger.Level.WARNING, warning))));
        start.thread.start();
        return start;
    }

    /**
     * The device, when PyTorch is there.
     *
     * @throws io.github.syr.error.SyrException as {@link PyTorch#start} does
     */
    Device device() {
        close();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a task that is done isn't waited for", e);
        }
    }

    /** Waits for it, where something else has failed, too: no process may end while a library is being linked. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
