package io.github.syr.training;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.testing.ReferenceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loss, gradients and a whole small training against the reference and MONAI. */
class TrainingParityTest {

    private Sam sam;

    @BeforeEach
    void load() {
        SamCheckpoint checkpoint = SamCheckpoint.open(golden("mini_sam.safetensors"), OptionalInt.of(2));
        sam = Sam.load(checkpoint, Optional.empty(), PyTorch.start("cpu", 0, warning -> {}));
    }

    @AfterEach
    void close() {
        sam.close();
    }

    private static Path golden(String name) {
        return ReferenceFiles.file(name);
    }

    @Test
    void lossesAndTheirGradients() {
        TensorFile losses = Safetensors.read(golden("losses.safetensors"));
        for (String name : List.of("one", "batch", "empty")) {
            try (NDManager scope = sam.manager().newSubManager()) {
                Shape shape = new Shape(losses.tensor(name + ".logits").shape());
                NDArray logits = scope.create(losses.tensor(name + ".logits").toFloats(), shape);
                NDArray truth = scope.create(losses.tensor(name + ".gt").toFloats(), shape);
                MaskLoss.LossAndGradient result =
                        new MaskLoss(Tuning.Loss.DICE_CE).of(logits, truth, MaskLoss.Maps.NONE);
                long objects = shape.get(0);
                double expected = losses.tensor(name + ".dice_ce").toFloats()[0];
                assertEquals(expected, result.value() / objects, 1e-6 * expected, name);
                float[] gradient = result.gradient().div(objects).toFloatArray();
                assertNear(losses.tensor(name + ".grad").toFloats(), gradient, 1e-4, name + " gradient");
            }
        }
    }

    /** On a CPU; for a batch of ViT-B at once much would have to be computed twice. */
    @Test
    void largeImagesPassTheEncoderOneByOne() {
        SamConfig vitB = new SamConfig(
                1024, 16, 768, 12, 12, 3072, 14, List.of(2, 5, 8, 11), 256, 16, 2, 2048, 8, 3, 3, 256, 2, 1e-6, 1e-5);
        SamConfig quarter = new SamConfig(
                512, 16, 768, 12, 12, 3072, 14, List.of(2, 5, 8, 11), 256, 16, 2, 2048, 8, 3, 3, 256, 2, 1e-6, 1e-5);
        assertEquals(1, LoraGradient.imagesAtOnce(vitB));
        assertEquals(5, LoraGradient.imagesAtOnce(quarter));
    }

    @Test
    void gradientOfEveryLoraTensor() {
        TensorFile goldens = Safetensors.read(golden("mini_lora_forward.safetensors"));
        Adapter adapter = AdapterFile.read(golden("mini_lora_rank3.safetensors"));
        RgbImage image = new ImageDecoder().rgb(golden("mini_image.png"));
        BitSet truth = new BitSet();
        float[] expectedTruth = goldens.tensor("ground_truth").toFloats();
        for (int i = 0; i < expectedTruth.length; i++) {
            truth.set(i, expectedTruth[i] > 0);
        }
        Sample sample = sample("mini_image.png", image, Box.of(17, 11, 93, 71), new BinaryMask(120, 90, truth));
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = new LoraWeights(scope, adapter);
            double loss = new LoraGradient(sam, lora)
                    .accumulate(List.of(Prompted.exactly(sample)))
                    .get(0);
            double golden = goldens.tensor("loss").toFloats()[0];
            assertEquals(golden, loss, 1e-5 * golden);
            assertGradients(goldens, lora);
        }
    }

    @Test
    void computingAgainGivesTheSameGradient() {
        Adapter adapter = AdapterFile.read(golden("mini_lora_rank3.safetensors"));
        Sample sample = sample(0);
        float[][] whole = gradients(adapter, sample, Long.MAX_VALUE);
        float[][] pieces = gradients(adapter, sample, 1);
        for (int i = 0; i < whole.length; i++) {
            assertArrayEquals(whole[i], pieces[i], "array " + i);
        }
    }

    private float[][] gradients(Adapter adapter, Sample sample, long keptBytes) {
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = new LoraWeights(scope, adapter);
            new LoraGradient(
                            sam,
                            lora,
                            java.util.Optional.empty(),
                            keptBytes,
                            ObjectLoss.Weights.of(Tuning.Loss.DICE_CE))
                    .accumulate(List.of(Prompted.exactly(sample)));
            return lora.gradients().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
        }
    }

    private static void assertGradients(TensorFile goldens, LoraWeights lora) {
        for (int pair = 0; pair < 8; pair++) {
            float[] a = lora.gradients().get(2 * pair).toFloatArray();
            float[] b = lora.gradients().get(2 * pair + 1).toFloatArray();
            assertNear(goldens.tensor("grad.w_a_%03d".formatted(pair)).toFloats(), a, 1e-4, "A " + pair);
            assertNear(goldens.tensor("grad.w_b_%03d".formatted(pair)).toFloats(), b, 1e-4, "B " + pair);
        }
    }

    @Test
    void twelveStepsOfTheReferenceTraining() {
        TensorFile goldens = Safetensors.read(golden("mini_training.safetensors"));
        Adapter start = adapter(goldens, "start.");
        Adapter end = adapter(goldens, "end.");
        double[] losses = new double[12];
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = new LoraWeights(scope, start);
            LoraGradient gradient = new LoraGradient(sam, lora);
            Adam adam = new Adam(scope, lora.arrays(), 1e-3, 0);
            for (int step = 0; step < 12; step++) {
                lora.clearGradients();
                losses[step] = gradient.accumulate(List.of(Prompted.exactly(sample(step % 3))))
                        .get(0);
                adam.step(lora.plainViews(), lora.gradients());
            }
            Adapter trained = lora.toAdapter();
            float[] expected = goldens.tensor("losses").toFloats();
            for (int i = 0; i < 12; i++) {
                assertEquals(expected[i], losses[i], 1e-5 * expected[i], "loss of step " + i);
            }
            for (int i = 0; i < end.pairs().size(); i++) {
                assertLearned(
                        start.pairs().get(i).a(),
                        trained.pairs().get(i).a(),
                        end.pairs().get(i).a(),
                        "A " + i);
                assertLearned(
                        start.pairs().get(i).b(),
                        trained.pairs().get(i).b(),
                        end.pairs().get(i).b(),
                        "B " + i);
            }
        }
    }

    private Sample sample(int index) {
        float[] boxes = Safetensors.read(golden("mini_training.safetensors"))
                .tensor("boxes")
                .toFloats();
        RgbImage image = new ImageDecoder().rgb(golden("train_" + index + ".png"));
        BinaryMask mask =
                new ImageDecoder().grey(golden("train_" + index + "_mask.png")).atLeast(128);
        Box box = Box.of(boxes[4 * index], boxes[4 * index + 1], boxes[4 * index + 2], boxes[4 * index + 3]);
        return sample("train_" + index, image, box, mask);
    }

    private Sample sample(String name, RgbImage image, Box box, BinaryMask mask) {
        return new Sample(
                name,
                "",
                image.width(),
                image.height(),
                sam.resize(image),
                List.of(new Sample.AnnotatedMask(box, mask)));
    }

    private static Adapter adapter(TensorFile file, String prefix) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            float[] a = file.tensor(prefix + "w_a_%03d".formatted(i)).toFloats();
            float[] b = file.tensor(prefix + "w_b_%03d".formatted(i)).toFloats();
            pairs.add(new Adapter.Pair(LoraTarget.qkv(i / 2, i % 2 == 0 ? "q" : "v"), 2, 2, a, b));
        }
        return new Adapter(Optional.empty(), pairs, Map.of());
    }

    private static void assertLearned(float[] start, float[] actual, float[] expected, String what) {
        float[] learned = new float[start.length];
        float[] golden = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            learned[i] = actual[i] - start[i];
            golden[i] = expected[i] - start[i];
        }
        assertNear(golden, learned, 1e-3, what);
    }
}
