package io.github.syr.maven.worker;

import io.github.syr.io.LockFile;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One worker per device at a time: two at once would be slower than one after the other, and run out of memory. */
final class DeviceLock {

    private DeviceLock() {}

    /**
     * Waits until the device is free.
     *
     * @param cache SYR's cache
     * @param device as requested; {@code auto} queues with {@code cpu}, for nobody knows before PyTorch is loaded
     * @param module that will hold it, for those who wait
     * @param waiting takes a sentence where it has to be waited for, and again where the holder changes
     */
    static LockFile acquire(Path cache, String device, String module, Consumer<String> waiting)
            throws InterruptedException {
        String key = key(device);
        return LockFile.take(
                cache.resolve("locks").resolve(key + ".lock"),
                module,
                holder -> waiting.accept("Waiting for the worker of " + holder + " on " + key.replace('-', ':') + "."));
    }

    static String key(String device) {
        if (device.equals("gpu")) {
            return "gpu-0";
        }
        return device.startsWith("gpu:") ? "gpu-" + Integer.parseInt(device.substring(4)) : "cpu";
    }
}
