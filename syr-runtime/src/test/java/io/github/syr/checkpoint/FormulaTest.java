package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import org.junit.jupiter.api.Test;

class FormulaTest {

    @Test
    void givesEveryTensorOfTheMiniModel() {
        SamCheckpoint mini = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"));
        mini.tensors()
                .forEach((name, tensor) -> CheckpointAssertions.assertSame(
                        FloatTensor.of(tensor.shape(), FormulaWeights.tensor(name, tensor.shape())), tensor, name));
    }

    @Test
    void givesEveryTensorOfTheHuggingFaceModelUnderItsOwnNames() {
        TensorFile mini = Safetensors.read(ReferenceFiles.file("mini_huggingface/model.safetensors"));
        // the shared matrix is no parameter there, and is saved as it was initialised
        mini.tensors().forEach((name, tensor) -> {
            if (!name.contains("positional_embedding")) {
                CheckpointAssertions.assertSame(
                        FloatTensor.of(tensor.shape(), FormulaWeights.tensor(name, tensor.shape())), tensor, name);
            }
        });
    }

    @Test
    void staysInItsRange() {
        float[] u = FormulaWeights.uniform("any", 100_000);
        double sum = 0;
        for (float each : u) {
            sum += each;
            assertEquals(true, each >= -1 && each < 1);
        }
        assertEquals(0, sum / u.length, 0.01);
    }
}
