package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.github.syr.error.SyrException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceStartTest {

    @AfterEach
    void forgetInterrupts() {
        Thread.interrupted();
    }

    private static boolean isStarting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("syr-start"));
    }

    @Test
    void whatPyTorchRefusesIsThrown() {
        try (DeviceStart start = DeviceStart.begin("gpu:one", 0)) {
            SyrException e = assertThrows(SyrException.class, start::device);
            assertEquals("The device \"gpu:one\" is unknown.", e.problem());
        }
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        try (DeviceStart start = DeviceStart.begin("cpu", 0)) {
            assertEquals(Device.cpu(), start.device());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void nothingGoesOnWhereAFileIsRefused() {
        assertThrows(SyrException.class, () -> Segmenter.from(Path.of("nowhere.pth")));
        assertFalse(isStarting());
    }
}
