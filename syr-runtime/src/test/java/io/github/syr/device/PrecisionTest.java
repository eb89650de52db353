package io.github.syr.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Precisions by name, and which processors are made for them. */
class PrecisionTest {

    private static Processor processor(String... lines) {
        return new Processor(List.of(lines));
    }

    @Test
    void isKnownByItsWord() {
        assertEquals(Precision.FLOAT32, Precision.of("float32"));
        assertEquals(Precision.BFLOAT16, Precision.of("bfloat16"));
        assertEquals(
                "The precision \"fp16\" is unknown. Precisions are float32, bfloat16.",
                assertThrows(SyrException.class, () -> Precision.of("fp16")).getMessage());
    }

    @Test
    void lookedForAmongTheProcessorsFlags() {
        assertTrue(processor("processor\t: 0", "flags\t\t: fpu avx512f amx_bf16 amx_tile")
                .hasBfloat16());
        assertTrue(processor("flags\t\t: fpu avx512_bf16").hasBfloat16());
        assertTrue(processor("Features\t: fp asimd bf16 i8mm").hasBfloat16());
        assertFalse(processor("flags\t\t: fpu avx2 avx512f avx512_vnni").hasBfloat16());
        assertFalse(processor("Features\t: fp asimd sve2-bf16x").hasBfloat16());
        assertFalse(processor("model name\t: bf16").hasBfloat16());
        assertFalse(processor().hasBfloat16());
    }

    @Test
    void isRefusedWhereTheProcessorIsNotMadeForIt() {
        assertEquals(
                "This processor has no instructions for bfloat16: /proc/cpuinfo names none of amx_bf16, avx512_bf16, bf16."
                        + " Take float32, the default; bfloat16 would be slower here.",
                assertThrows(
                                SyrException.class,
                                () -> PyTorch.require(Precision.BFLOAT16, Device.cpu(), () -> processor()))
                        .getMessage());
        assertDoesNotThrow(
                () -> PyTorch.require(Precision.BFLOAT16, Device.cpu(), () -> processor("flags : amx_bf16")));
        assertDoesNotThrow(() -> PyTorch.require(Precision.FLOAT32, Device.cpu(), () -> processor()));
        assertDoesNotThrow(() -> PyTorch.require(Precision.BFLOAT16, Device.gpu(), () -> processor()));
    }

    @Test
    void leavesProductsToOneDnnWhereMklUsesNoAvx512() {
        assertTrue(processor("vendor_id\t: AuthenticAMD", "flags\t\t: fpu avx2 avx512f")
                .prefersOneDnn());
        assertFalse(
                processor("vendor_id\t: AuthenticAMD", "flags\t\t: fpu avx2").prefersOneDnn());
        assertFalse(processor("vendor_id\t: GenuineIntel", "flags\t\t: fpu avx2 avx512f")
                .prefersOneDnn());
        assertFalse(processor("Features\t: fp asimd bf16").prefersOneDnn());
        assertFalse(processor().prefersOneDnn());
        assertFalse(PyTorch.prefersOneDnn(Device.gpu()));
    }

    @Test
    void countsDistinctCores() {
        assertEquals(
                3,
                processor(
                                "physical id\t: 0",
                                "core id\t: 0",
                                "physical id\t: 0",
                                "core id\t: 1",
                                "physical id\t: 0",
                                "core id\t: 0",
                                "physical id\t: 1",
                                "core id\t: 0")
                        .distinctCores());
        assertEquals(0, processor("processor : 0").distinctCores());
        assertEquals(Runtime.getRuntime().availableProcessors(), processor().cores());
    }
}
