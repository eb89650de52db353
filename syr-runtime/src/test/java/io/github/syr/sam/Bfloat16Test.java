package io.github.syr.sam;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.testing.Assumed;
import io.github.syr.testing.ReferenceFiles;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The image encoder in bfloat16 against the reference's float32: windows that reach beyond the image, and whole images.
 */
class Bfloat16Test {

    /** Factors have 8 bits of precision: 1/256 each, which adds up over the blocks. */
    private static final double TOLERANCE = 2e-2;

    private final TensorFile goldens = Safetensors.read(ReferenceFiles.file("mini_forward.safetensors"));

    @BeforeEach
    void isForThisProcessor() {
        Assumed.notRefused(SyrException.class, () -> PyTorch.require(Precision.BFLOAT16, Device.cpu()));
    }

    private static Sam sam(Precision precision, boolean adapted) {
        SamCheckpoint checkpoint = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
        return Sam.load(
                checkpoint,
                Optional.of(ReferenceFiles.file("mini_lora_rank3.safetensors"))
                        .filter(file -> adapted)
                        .map(AdapterFile::read),
                PyTorch.start("cpu", 0, warning -> {}),
                precision);
    }

    /** Of as many copies of the goldens' image; an embedding each. */
    private float[] encoded(Sam sam, int images) {
        try (NDManager scope = sam.manager().newSubManager()) {
            long[] shape = goldens.tensor("preprocessed").shape();
            NDArray one = scope.create(
                    goldens.tensor("preprocessed").toFloats(),
                    new Shape(1, shape[shape.length - 3], shape[shape.length - 2], shape[shape.length - 1]));
            return sam.imageEncoder().forward(one.repeat(0, images)).toFloatArray();
        }
    }

    private static long numbers(Sam sam) {
        return sam.manager().getManagedArrays().stream()
                .flatMapToLong(array -> LongStream.of(array.size()))
                .sum();
    }

    @Test
    void encodesAsTheReference() {
        try (Sam sam = sam(Precision.BFLOAT16, false)) {
            assertNear(goldens.tensor("image_embedding").toFloats(), encoded(sam, 1), TOLERANCE, "embedding");
        }
    }

    @Test
    void encodesEveryImageOfABatch() {
        try (Sam sam = sam(Precision.BFLOAT16, false)) {
            float[] one = encoded(sam, 1);
            float[] three = encoded(sam, 3);
            for (int i = 0; i < 3; i++) {
                float[] part = Arrays.copyOfRange(three, i * one.length, (i + 1) * one.length);
                assertNear(one, part, 1e-5, "image " + i);
            }
        }
    }

    @Test
    void takesAnAdapter() {
        try (Sam sam = sam(Precision.BFLOAT16, true);
                Sam exact = sam(Precision.FLOAT32, true)) {
            assertNear(encoded(exact, 1), encoded(sam, 1), TOLERANCE, "embedding");
        }
    }

    @Test
    void holdsEachWeightOnce() {
        try (Sam sam = sam(Precision.BFLOAT16, false);
                Sam exact = sam(Precision.FLOAT32, false)) {
            assertEquals(
                    0,
                    sam.manager().getManagedArrays().stream()
                            .filter(NDArray::isReleased)
                            .count());
            // views of q, k and v are counted in the float32 model: it holds no fewer
            assertTrue(numbers(sam) <= numbers(exact), numbers(sam) + " and " + numbers(exact));
        }
    }
}
