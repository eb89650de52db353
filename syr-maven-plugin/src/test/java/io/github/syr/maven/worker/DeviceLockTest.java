package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.io.LockFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DeviceLockTest {

    @TempDir
    Path cache;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void makesTheSecondWaitAndSaysForWhom() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        Thread second;
        try (LockFile first = DeviceLock.acquire(cache, "cpu", "ring-adapter", said::add)) {
            second = new Thread(() -> {
                try {
                    DeviceLock.acquire(cache, "auto", "watch-adapter", told::complete)
                            .close();
                } catch (InterruptedException e) {
                    told.completeExceptionally(e);
                }
            });
            second.start();
            String pid = Long.toString(ProcessHandle.current().pid());
            String message = told.get(30, TimeUnit.SECONDS);
            assertTrue(
                    message.matches(
                            "Waiting for the worker of ring-adapter \\(process " + pid + ", since .*\\) on cpu\\."),
                    message);
            assertTrue(second.isAlive());
        }
        second.join();
        assertEquals(List.of(), said);
    }

    @Test
    void letsTwoDevicesRunAtOnce() throws Exception {
        try (LockFile cpu = DeviceLock.acquire(cache, "cpu", "a", said::add);
                LockFile one = DeviceLock.acquire(cache, "gpu:1", "b", said::add)) {
            assertEquals(List.of(), said);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto,cpu", "cpu,cpu", "gpu,gpu-0", "gpu:0,gpu-0", "gpu:12,gpu-12"})
    void knowsOneDeviceByAllItsNames(String device, String key) {
        assertEquals(key, DeviceLock.key(device));
    }
}
