package io.github.syr.training;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.SignedDistance;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.testing.Assumed;
import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import io.github.syr.testing.RelativeError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings beyond LoRA on q and v against PyTorch's gradients and optimisers: {@code parity/README.md}. */
class TuningParityTest {

    private static final int RANK = 2;

    private Sam sam;
    private TensorFile goldens;

    @BeforeEach
    void load() {
        SamCheckpoint checkpoint = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
        sam = Sam.load(checkpoint, Optional.empty(), PyTorch.start("cpu", 0, warning -> {}));
        goldens = Safetensors.read(ReferenceFiles.file("mini_tuning.safetensors"));
    }

    @AfterEach
    void close() {
        sam.close();
    }

    /** All layers at once: 24 of the encoder and 28 of the decoder. */
    @Test
    void loraOnEveryTarget() {
        assertEveryTarget(sam, 1e-5, 1e-4);
    }

    /** Its factors have 8 bits of precision; so have the gradients that are products of them. */
    @Test
    void loraOnEveryTargetInBfloat16() {
        Assumed.notRefused(SyrException.class, () -> PyTorch.require(Precision.BFLOAT16, Device.cpu()));
        SamCheckpoint checkpoint = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
        try (Sam reduced = Sam.load(checkpoint, Optional.empty(), Device.cpu(), Precision.BFLOAT16)) {
            assertEveryTarget(reduced, 1e-2, 0.1);
        }
    }

    private void assertEveryTarget(Sam model, double ofLoss, double ofGradients) {
        List<LoraSlot> slots = LoraSlot.of(model, target -> OptionalInt.of(RANK));
        assertEquals(52, slots.size());
        try (NDManager scope = model.manager().newSubManager()) {
            LoraWeights encoder = new LoraWeights(scope, Slots.formula(slots, RANK, false));
            LoraWeights decoder = new LoraWeights(scope, Slots.formula(slots, RANK, true));
            decoder.attachTo(model);
            double loss = new LoraGradient(model, encoder)
                    .accumulate(List.of(Prompted.exactly(sample())))
                    .get(0);
            assertEquals(scalar("targets/loss"), loss, ofLoss);
            int compared = 0;
            for (LoraWeights weights : List.of(encoder, decoder)) {
                List<NDArray> gradients = weights.gradients();
                List<Adapter.Pair> pairs = weights.toAdapter().pairs();
                for (int i = 0; i < pairs.size(); i++) {
                    String layer = "targets/grad." + pairs.get(i).target().layer();
                    assertNear(
                            golden(layer + ".lora_A"), gradients.get(2 * i).toFloatArray(), ofGradients, layer + ".A");
                    assertNear(
                            golden(layer + ".lora_B"),
                            gradients.get(2 * i + 1).toFloatArray(),
                            ofGradients,
                            layer + ".B");
                    compared += 2;
                }
            }
            assertEquals(104, compared);
        }
    }

    @Test
    void aRankWiderThanItsLayersIsRefused() {
        Tuning base = Tuning.PREDECESSOR;
        Tuning wide = new Tuning(
                base.recipe(),
                List.of(new Tuning.Target(LoraTarget.Kind.MLP, OptionalInt.of(33))),
                base.decoder(),
                base.decoderRank(),
                base.decoderLearningRate(),
                base.optimization(),
                base.loss(),
                base.prompts(),
                base.augmentation());
        Request.Training training = new Request.Training(
                List.of(2),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.of(1),
                1,
                OptionalDouble.empty(),
                0,
                0,
                OptionalInt.empty(),
                0,
                wide,
                OptionalInt.empty());
        SyrException e = assertThrows(SyrException.class, () -> LoraSlot.ofEncoder(sam, training, 2));
        assertTrue(
                e.getMessage().startsWith("rank 33 of the target mlp is invalid: image_encoder.blocks.")
                        && e.getMessage().contains(" is 32 wide."),
                e.getMessage());
    }

    /** LoRA that adds nothing yet. */
    private static LoraWeights unchanging(NDManager scope) {
        LoraSlot slot = new LoraSlot(LoraTarget.qkv(3, "q"), 32, 32, 1);
        return new LoraWeights(scope, LoraWeights.fresh(List.of(slot), OptionalDouble.empty(), 0));
    }

    /** What is merged for inference is what was trained, on every kind of layer. */
    @Test
    void mergedTheModelGivesTheSameLoss() {
        List<LoraSlot> slots = LoraSlot.of(sam, target -> OptionalInt.of(RANK));
        List<Adapter.Pair> pairs =
                new ArrayList<>(Slots.formula(slots, RANK, false).pairs());
        pairs.addAll(Slots.formula(slots, RANK, true).pairs());
        SamCheckpoint checkpoint = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
        Adapter adapter = new Adapter(Optional.empty(), pairs, Map.of());
        try (Sam merged = Sam.load(checkpoint, Optional.of(adapter), PyTorch.start("cpu", 0, warning -> {}));
                NDManager scope = merged.manager().newSubManager()) {
            LoraWeights nothing =
                    new LoraWeights(scope, LoraWeights.fresh(slots.subList(0, 1), OptionalDouble.empty(), 0));
            double loss = new LoraGradient(merged, nothing)
                    .accumulate(List.of(Prompted.exactly(sample())))
                    .get(0);
            assertEquals(scalar("targets/loss"), loss, 1e-5);
        }
    }

    @Test
    void everyTensorOfTheDecoder() {
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = unchanging(scope);
            DecoderWeights decoder = new DecoderWeights(scope, sam, false, Map.of());
            double loss = new LoraGradient(
                            sam,
                            lora,
                            Optional.of(decoder),
                            Long.MAX_VALUE,
                            new ObjectLoss.Weights(Tuning.Loss.DICE_CE, 0))
                    .accumulate(List.of(Prompted.exactly(sample())))
                    .get(0);
            assertEquals(scalar("decoder/loss"), loss, 1e-5);
            List<NDArray> gradients = decoder.gradients();
            List<String> names = List.copyOf(decoder.toReplaced().keySet());
            int compared = 0;
            for (int i = 0; i < names.size(); i++) {
                String name = "decoder/grad." + names.get(i);
                float[] gradient = gradients.get(i).toFloatArray();
                if (goldens.tensors().containsKey(name)) {
                    assertNear(golden(name), gradient, 1e-4, name);
                    compared++;
                } else if (!names.get(i).startsWith("mask_decoder.iou_prediction_head")) {
                    assertTrue(names.get(i).endsWith("k_proj.bias"), names.get(i) + " has no golden");
                    for (float value : gradient) {
                        assertEquals(0, value, 1e-6, names.get(i)); // softmax cancels it
                    }
                }
            }
            assertEquals(
                    goldens.tensors().keySet().stream()
                            .filter(name -> name.startsWith("decoder/grad."))
                            .count(),
                    compared);
        }
    }

    /** A click has three masks: the best one's DiceCE, and the error of the IoU that the model predicts for each. */
    @Test
    void clicksTrainTheBestOfThreeMasksAndTheIouHead() {
        Sample sample = sample();
        float[] point = golden("click/point");
        Prompted click = new Prompted(
                sample,
                Tuning.PromptKind.CLICK,
                List.of(),
                List.of(List.of(new Click(point[0], point[1], true))),
                new SplittableRandom(0));
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = unchanging(scope);
            DecoderWeights decoder = new DecoderWeights(scope, sam, true, Map.of());
            double loss = new LoraGradient(sam, lora, Optional.of(decoder))
                    .accumulate(List.of(click))
                    .get(0);
            assertEquals(scalar("click/loss"), loss, 1e-5);
            List<NDArray> gradients = decoder.gradients();
            List<String> names = List.copyOf(decoder.toReplaced().keySet());
            int compared = 0;
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                float[] gradient = gradients.get(i).toFloatArray();
                if (goldens.tensors().containsKey("click/grad." + name)) {
                    assertNear(golden("click/grad." + name), gradient, 1e-4, name);
                    compared++;
                } else if (goldens.tensors().containsKey("click/summary." + name)) {
                    RelativeError.assertSummary(golden("click/summary." + name), gradient, 1e-4, name);
                    compared++;
                }
            }
            assertEquals(
                    goldens.tensors().keySet().stream()
                            .filter(name -> name.startsWith("click/grad.") || name.startsWith("click/summary."))
                            .count(),
                    compared);
        }
    }

    /** The golden's holes are of any size, so they are given. */
    @ParameterizedTest
    @CsvSource({"focal, FOCAL_DICE, 0, 1", "boundary, DICE_CE, 1, 1", "hole, DICE_CE, 0, 5"})
    void lossesAndTheirGradients(String name, Tuning.LossKind kind, double boundary, double hole) {
        try (NDManager scope = sam.manager().newSubManager()) {
            Shape shape = new Shape(1, 1, 24, 32);
            NDArray logits = scope.create(golden("losses/logits"), shape);
            NDArray truth = scope.create(golden("losses/truth"), shape);
            NDArray weights =
                    scope.create(golden("losses/holes"), shape).mul(hole - 1).add(1);
            BinaryMask mask = new BinaryMask(32, 24);
            float[] flags = golden("losses/truth");
            for (int i = 0; i < flags.length; i++) {
                mask.bits().set(i, flags[i] > 0);
            }
            float[] distance = SignedDistance.of(mask);
            for (int i = 0; i < distance.length; i++) {
                distance[i] /= 32;
            }
            assertNear(golden("losses/distance"), distance, 1e-6, "distance");
            MaskLoss.LossAndGradient result = new MaskLoss(new Tuning.Loss(kind, boundary, hole))
                    .of(
                            logits,
                            truth,
                            new MaskLoss.Maps(
                                    hole == 1 ? Optional.empty() : Optional.of(weights),
                                    boundary == 0 ? Optional.empty() : Optional.of(scope.create(distance, shape))));
            double expected = scalar("losses/" + name + ".value");
            assertEquals(expected, result.value(), 1e-6 * expected);
            assertNear(golden("losses/" + name + ".grad"), result.gradient().toFloatArray(), 1e-5, name);
        }
    }

    /** Five steps from the same numbers by the same gradients, and their moving average. */
    @ParameterizedTest
    @CsvSource({"adam, 0", "adamw, 0.05"})
    void stepsAndTheirAverageAreThoseOfPyTorch(String name, double weightDecay) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray parameters = scope.create(FormulaWeights.uniform("adamw.start", 20));
            List<NDArray> all = List.of(parameters);
            Adam adam = new Adam(scope, all, 1e-3, weightDecay);
            WeightAverage average = new WeightAverage(scope, all, 0.99);
            float[] steps = golden("adamw/" + name);
            float[] averages = golden("ema/" + name);
            for (int step = 0; step < 5; step++) {
                adam.step(all, List.of(scope.create(FormulaWeights.uniform("adamw.gradient." + (step + 1), 20))));
                average.add(all);
                assertNear(row(steps, step), parameters.toFloatArray(), 1e-6, name + " " + step);
                average.exchange(all);
                assertNear(row(averages, step), parameters.toFloatArray(), 1e-6, name + " average " + step);
                average.exchange(all);
                assertNear(row(steps, step), parameters.toFloatArray(), 1e-6, name + " again " + step);
            }
        }
    }

    private static float[] row(float[] table, int row) {
        return Arrays.copyOfRange(table, 20 * row, 20 * row + 20);
    }

    private Sample sample() {
        float[] box = Safetensors.read(ReferenceFiles.file("mini_training.safetensors"))
                .tensor("boxes")
                .toFloats();
        RgbImage image = new ImageDecoder().rgb(ReferenceFiles.file("train_0.png"));
        BinaryMask mask =
                new ImageDecoder().grey(ReferenceFiles.file("train_0_mask.png")).atLeast(128);
        return new Sample(
                "train_0",
                "",
                image.width(),
                image.height(),
                sam.resize(image),
                List.of(new Sample.AnnotatedMask(Box.of(box[0], box[1], box[2], box[3]), mask)));
    }

    private double scalar(String name) {
        return golden(name)[0];
    }

    private float[] golden(String name) {
        CheckpointTensor tensor = goldens.tensor(name);
        return tensor.toFloats();
    }
}
