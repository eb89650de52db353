package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.CheckpointAssertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    @TempDir
    Path folder;

    private final TensorFile expected = Safetensors.read(ReferenceFiles.file("pickles/expected.safetensors"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state_dict",
                "state_dict_legacy",
                "wrapped",
                "parameters",
                "protocol_3",
                "protocol_4",
                "protocol_5"
            })
    void readsEveryFormBitForBit(String form) {
        TensorFile read = TorchFile.read(ReferenceFiles.file("pickles/" + form + ".pth"));
        assertSame(expected, read);
        assertTrue(read.tensors().values().stream().allMatch(t -> t.dtype() == DType.F32));
    }

    @Test
    void readsDoublesExactly() {
        TensorFile read = TorchFile.read(ReferenceFiles.file("pickles/float64.pth"));
        assertEquals(DType.F64, read.tensor("iou_token.weight").dtype());
        assertSame(expected, read);
    }

    @Test
    void readsHalfs() {
        TensorFile read = TorchFile.read(ReferenceFiles.file("pickles/float16.pth"));
        assertEquals(DType.F16, read.tensor("iou_token.weight").dtype());
        assertRounded(read, TorchFileTest::toHalf);
    }

    @Test
    void readsBfloat16() {
        TensorFile read = TorchFile.read(ReferenceFiles.file("pickles/bfloat16.pth"));
        assertEquals(DType.BF16, read.tensor("iou_token.weight").dtype());
        assertRounded(read, TorchFileTest::toBfloat16);
    }

    private void assertRounded(TensorFile read, UnaryOperator<Float> rounding) {
        assertEquals(expected.tensors().keySet(), read.tensors().keySet());
        expected.tensors().forEach((name, tensor) -> {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = rounding.apply(values[i]);
            }
            assertSame(FloatTensor.of(tensor.shape(), values), read.tensor(name), name);
        });
    }

    /** To nearest, ties to even: 11 significant bits, down to 2^-24. */
    private static float toHalf(float x) {
        double step = Math.max(Math.ulp((double) x) * 0x1p42, 0x1p-24);
        return (float) (Math.rint(x / step) * step);
    }

    private static float toBfloat16(float x) {
        int bits = Float.floatToRawIntBits(x);
        return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & 0xFFFF0000);
    }

    @Test
    void gathersViews() {
        assertSame(
                Safetensors.read(ReferenceFiles.file("pickles/views_expected.safetensors")),
                TorchFile.read(ReferenceFiles.file("pickles/views.pth")));
    }

    @Test
    void readsTheSameModelFromEveryFormat() {
        TensorFile safetensors = Safetensors.read(ReferenceFiles.file("mini_sam.safetensors"));
        assertSame(safetensors, TorchFile.read(ReferenceFiles.file("mini_sam.pth")));
        assertSame(safetensors, TorchFile.read(ReferenceFiles.file("mini_sam_legacy.pth")));
    }

    @Test
    void refusesAWholeModuleByItsClass() {
        Path file = ReferenceFiles.file("pickles/whole_module_refused.pth");
        assertRefused(
                file,
                () -> TorchFile.read(file),
                "'segment_anything.modeling.mask_decoder.MaskDecoder'",
                "whole_module_refused/data.pkl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pickles/views.pth",
                "pickles/state_dict.pth",
                "pickles/state_dict_legacy.pth",
                "pickles/protocol_4.pth"
            })
    void refusesFilesCutAnywhere(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.file(name));
        Path file = folder.resolve("cut.pth");
        int step = Math.max(1, whole.length / 150);
        for (int length = 0; length < whole.length; length += length < 60 || length > whole.length - 60 ? 1 : step) {
            Files.write(file, Arrays.copyOf(whole, length));
            SyrException e = assertThrows(SyrException.class, () -> TorchFile.read(file), "cut at " + length);
            assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
        }
    }

    /** Whatever a broken byte makes of a file, it is read or refused, and nothing else happens. */
    @Tag("not-for-mutants")
    @ParameterizedTest
    @ValueSource(strings = {"pickles/views.pth", "pickles/state_dict_legacy.pth", "pickles/protocol_5.pth"})
    void neverFailsOtherwiseOnBrokenBytes(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.file(name));
        Path file = folder.resolve("broken.pth");
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            int at = i % 2 == 0 ? random.nextInt(3000) : Math.floorMod(-1 - random.nextInt(3000), whole.length);
            broken[at] = (byte) random.nextInt(256);
            Files.write(file, broken);
            try {
                TorchFile.read(file).tensors().values().forEach(CheckpointTensor::toFloats);
            } catch (SyrException e) {
                assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
            }
        }
    }

    @Test
    void refusesBytesBehindALegacyFile() throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.file("pickles/state_dict_legacy.pth"));
        Path file = folder.resolve("longer.pth");
        Files.write(file, Arrays.copyOf(whole, whole.length + 3));
        assertRefused(file, () -> TorchFile.read(file), "3 bytes after its last storage");
    }

    @Test
    void handsTensorsOutOfTheZipInPlace() {
        CheckpointTensor token =
                TorchFile.read(ReferenceFiles.file("mini_sam.pth")).tensor("mask_decoder.iou_token.weight");
        assertArrayEquals(FormulaWeights.tensor("mask_decoder.iou_token.weight", 1, 32), token.toFloats());
    }
}
