package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.nio.file.Files;
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
        CompletableFuture<Void> second;
        try (DeviceLock first = DeviceLock.acquire(cache, "cpu", "ring-adapter", said::add)) {
            second = CompletableFuture.runAsync(() -> {
                try {
                    DeviceLock.acquire(cache, "auto", "watch-adapter", said::add).close();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(600);
            assertFalse(second.isDone());
            assertEquals(List.of("Waiting for ring-adapter's worker on cpu."), said);
        }
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void letsTwoDevicesRunAtOnce() throws Exception {
        try (DeviceLock cpu = DeviceLock.acquire(cache, "cpu", "a", said::add);
                DeviceLock one = DeviceLock.acquire(cache, "gpu:1", "b", said::add)) {
            assertEquals(List.of(), said);
        }
    }

    @Test
    void canBeInterrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (DeviceLock first = DeviceLock.acquire(cache, "gpu", "a", said::add)) {
            Thread waiting = new Thread(() -> {
                try {
                    DeviceLock.acquire(cache, "gpu:0", "b", said::add).close();
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            waiting.start();
            waiting.interrupt();
            assertTrue(interrupted.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void saysThatTheCacheCantBeWritten() throws Exception {
        Files.writeString(cache.resolve("file"), "");
        var e = assertThrows(SyrException.class, () -> DeviceLock.acquire(cache.resolve("file"), "cpu", "a", said::add));
        assertTrue(e.getMessage().contains("name another one with -Dsyr.cache"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"auto,cpu", "cpu,cpu", "gpu,gpu-0", "gpu:0,gpu-0", "gpu:12,gpu-12"})
    void knowsOneDeviceByAllItsNames(String device, String key) {
        assertEquals(key, DeviceLock.key(device));
    }
}
