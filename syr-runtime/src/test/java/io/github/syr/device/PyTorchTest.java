package io.github.syr.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PyTorchTest {

    @Test
    void saysWhyNoGpuIsUsed() {
        PyTorch.start("cpu", 0, warning -> {});
        assertTrue(PyTorch.why(0, false, false)
                .startsWith("the PyTorch libraries that were loaded are built for the CPU."));
        assertEquals(
                "the PyTorch libraries that were loaded are built for CUDA, and CUDA can't be used: there is no NVIDIA driver,"
                        + " or it is too old. Look with nvidia-smi.",
                PyTorch.why(0, false, true));
        assertEquals("CUDA finds no GPU; look at the driver with nvidia-smi.", PyTorch.why(0, true, true));
    }
}
