package io.github.syr.training;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.evaluation.Scorer;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import io.github.syr.segment.Segmenter;
import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import io.github.syr.testing.RelativeError;
import io.github.syr.testing.ResidentMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SAM ViT-B, its real size, with weights by formula: forward, a training step and an evaluation, within 6 GiB. */
@Tag("vit-b")
class VitBTest {

    private static final double TOLERANCE = 1e-4;
    private static final long FIVE_GIB_IN_KIB = 5L << 20;

    @TempDir
    static Path folder;

    private static SamCheckpoint checkpoint;

    private final TensorFile goldens = Safetensors.read(ReferenceFiles.file("vit_b_forward.safetensors"));
    private final TensorFile tuning = Safetensors.read(ReferenceFiles.file("vit_b_tuning.safetensors"));

    @BeforeAll
    static void writeCheckpoint() {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        vitB().shapes()
                .forEach((name, shape) -> tensors.put(name, FloatTensor.of(shape, FormulaWeights.tensor(name, shape))));
        Path file = folder.resolve("sam_vit_b.safetensors");
        Safetensors.write(file, tensors, Map.of());
        checkpoint = SamCheckpoint.open(file);
        assertEquals(vitB(), checkpoint.config());
    }

    private static SamConfig vitB() {
        return new SamConfig(
                1024, 16, 768, 12, 12, 3072, 14, List.of(2, 5, 8, 11), 256, 16, 2, 2048, 8, 3, 3, 256, 2, 1e-6, 1e-5);
    }

    private Sample sample(Sam sam) {
        RgbImage image = new ImageDecoder().rgb(ReferenceFiles.file("vit_b_image.png"));
        BinaryMask mask = new BinaryMask(800, 600);
        for (int y = 120; y < 450; y++) {
            for (int x = 200; x < 560; x++) {
                mask.set(x, y, y < 200 || y >= 380 || x < 280 || x >= 480);
            }
        }
        return new Sample(
                "vit_b_image.png",
                "",
                800,
                600,
                sam.resize(image),
                List.of(new Sample.AnnotatedMask(Box.of(150, 90, 610, 480), mask)));
    }

    @Test
    void forwardStepAndEvaluationAgreeWithTheReference() {
        try (Sam sam = Sam.load(checkpoint, Optional.empty(), PyTorch.start("cpu", 0, warning -> {}))) {
            Sample sample = sample(sam);
            forward(sam, sample, "");
            step(sam, sample);
            stepsOfTheStandardRecipe(sam, sample);
            assertEquals(
                    expectedDice(sam, sample),
                    new Scorer(sam).judge(sample).scores().dice(),
                    1e-3);
            requireLittleMemory();
            // LoRA on all layers needs more, as adapting them does: its activations are kept
            loraOnEveryTarget(sam, sample);
            everyTensorOfTheDecoder(sam, sample);
        }
    }

    /** In a process of its own, with the environment that docs/containers.md recommends and this profile sets. */
    @Test
    void anApplicationTakesLittleMemory() throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "SKIPPED: resident memory is read from /proc");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        folder.resolve("sam_vit_b.safetensors").toString(),
                        ReferenceFiles.file("vit_b_image.png").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String peakKib = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), peakKib);
        assertTrue(Long.parseLong(peakKib) < 2_048 << 10, "peak resident memory is " + peakKib + " KiB");
    }

    /** Encodes an image twice and answers a box, and ten at once; prints the most that it held. */
    static final class Application {
        public static void main(String[] arguments) {
            try (Segmenter segmenter = Segmenter.from(Path.of(arguments[0]))) {
                Box box = Box.of(150, 90, 610, 480);
                segmenter.open(Path.of(arguments[1])).segment(box);
                segmenter.open(Path.of(arguments[1])).segment(Collections.nCopies(10, box));
                System.out.println(ResidentMemory.peakKib());
            }
        }
    }

    /** What the standard recipe, the predecessor's and an evaluation have taken. */
    private static void requireLittleMemory() {
        if (ResidentMemory.isKnown()) {
            long peak = ResidentMemory.peakKib();
            assertTrue(peak < FIVE_GIB_IN_KIB, "peak resident memory is " + (peak >> 10) + " MiB");
        }
    }

    private void forward(Sam sam, Sample sample, String prefix) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray embedding = sam.imageEncoder().forward(sam.input(scope, sample.resized()));
            float[] every4th = embedding.get(":, :, ::4, ::4").toFloatArray();
            assertNear(golden(prefix + "image_embedding"), every4th, TOLERANCE, "embedding");
            MaskDecoder.Masks masks = sam.masks(
                    embedding,
                    Prompts.ofBoxes(
                            List.of(sample.framing().box(sample.objects().get(0).box()))),
                    false);
            assertNear(golden(prefix + "low_res_logits"), masks.logits().toFloatArray(), TOLERANCE, "logits");
            if (prefix.isEmpty()) {
                assertArrayEquals(golden("iou"), masks.iou().toFloatArray(), 1e-4f);
            }
        }
    }

    /** Of the mask that the reference's low-resolution logits give. */
    private double expectedDice(Sam sam, Sample sample) {
        try (NDManager scope = sam.manager().newSubManager()) {
            NDArray low = scope.create(golden("low_res_logits"), new Shape(1, 1, 256, 256));
            BinaryMask mask = sam.mask(low, sample.framing(), sample.framing().original());
            double dice = SegmentationMetrics.dice(sample.objects().get(0).mask(), mask);
            assertTrue(dice > 0.05 && dice < 0.95, "a Dice that tells nothing: " + dice);
            return dice;
        }
    }

    private void step(Sam sam, Sample sample) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            float[] a = FormulaWeights.scaled("w_a_%03d".formatted(i), 4 * 768, (float) (1 / Math.sqrt(768)));
            float[] b = FormulaWeights.scaled("w_b_%03d".formatted(i), 4 * 768, 0.05f);
            pairs.add(new Adapter.Pair(LoraTarget.qkv(i / 2, i % 2 == 0 ? "q" : "v"), 4, 4, a, b));
        }
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights lora = new LoraWeights(scope, new Adapter(Optional.empty(), pairs, Map.of()));
            lora.attachTo(sam);
            forward(sam, sample, "lora_");
            double loss = new LoraGradient(sam, lora)
                    .accumulate(List.of(Prompted.exactly(sample)))
                    .get(0);
            assertEquals(golden("lora_loss")[0], loss, TOLERANCE * loss);
            List<NDArray> gradients = lora.gradients();
            assertNear(golden("grad.w_a_000"), gradients.get(0).toFloatArray(), TOLERANCE, "w_a_000");
            assertNear(golden("grad.w_b_000"), gradients.get(1).toFloatArray(), TOLERANCE, "w_b_000");
            assertNear(golden("grad.w_a_011"), gradients.get(22).toFloatArray(), TOLERANCE, "w_a_011");
            assertNear(golden("grad.w_b_023"), gradients.get(47).toFloatArray(), TOLERANCE, "w_b_023");
        }
        sam.clearLora();
    }

    /** 72 layers of the encoder, 28 of the decoder. */
    private void loraOnEveryTarget(Sam sam, Sample sample) {
        List<LoraSlot> slots = LoraSlot.of(sam, target -> OptionalInt.of(2));
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights encoder = new LoraWeights(scope, Slots.formula(slots, 2, false));
            LoraWeights decoder = new LoraWeights(scope, Slots.formula(slots, 2, true));
            decoder.attachTo(sam);
            double loss = new LoraGradient(sam, encoder)
                    .accumulate(List.of(Prompted.exactly(sample)))
                    .get(0);
            assertEquals(tuning("targets/loss")[0], loss, TOLERANCE * loss);
            int compared = 0;
            for (LoraWeights weights : List.of(encoder, decoder)) {
                List<NDArray> gradients = weights.gradients();
                List<Adapter.Pair> pairs = weights.toAdapter().pairs();
                for (int i = 0; i < pairs.size(); i++) {
                    String layer = pairs.get(i).target().layer();
                    compared += assertSummary("targets", layer + ".lora_A", gradients.get(2 * i));
                    compared += assertSummary("targets", layer + ".lora_B", gradients.get(2 * i + 1));
                }
            }
            assertEquals(200, compared);
        }
        sam.clearLora();
    }

    private void everyTensorOfTheDecoder(Sam sam, Sample sample) {
        try (NDManager scope = sam.manager().newSubManager()) {
            LoraWeights nothing = new LoraWeights(
                    scope,
                    LoraWeights.fresh(
                            List.of(new LoraSlot(LoraTarget.qkv(11, "q"), 768, 768, 1)), OptionalDouble.empty(), 0));
            DecoderWeights decoder = new DecoderWeights(scope, sam, false, Map.of());
            ObjectLoss.Weights masksAlone = new ObjectLoss.Weights(Tuning.Loss.DICE_CE, 0);
            double loss = new LoraGradient(sam, nothing, Optional.of(decoder), 1L << 30, masksAlone)
                    .accumulate(List.of(Prompted.exactly(sample)))
                    .get(0);
            assertEquals(tuning("decoder/loss")[0], loss, TOLERANCE * loss);
            List<NDArray> gradients = decoder.gradients();
            List<String> names = List.copyOf(decoder.toReplaced().keySet());
            int compared = 0;
            for (int i = 0; i < names.size(); i++) {
                compared += assertSummary("decoder", names.get(i), gradients.get(i));
            }
            assertEquals(
                    tuning.tensors().keySet().stream()
                            .filter(name -> name.startsWith("decoder/summary."))
                            .count(),
                    compared);
        }
        sam.clearLora();
    }

    /** 1 where there is a golden: those of zero gradients are left out. */
    private int assertSummary(String part, String name, NDArray gradient) {
        String golden = part + "/summary." + name;
        if (!tuning.tensors().containsKey(golden)) {
            return 0;
        }
        RelativeError.assertSummary(tuning(golden), gradient.toFloatArray(), TOLERANCE, name);
        return 1;
    }

    private float[] tuning(String name) {
        return tuning.tensor(name).toFloats();
    }

    /** LoRA of rank 8 and the whole decoder, by a box and by a click: both losses fall. */
    private static void stepsOfTheStandardRecipe(Sam sam, Sample sample) {
        Request.Training training = new Request.Training(
                List.of(8),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                1,
                OptionalDouble.empty(),
                0,
                20,
                OptionalInt.empty(),
                0,
                Tuning.of(Tuning.Recipe.STANDARD),
                OptionalInt.empty());
        Prompted click = new Prompted(
                sample,
                Tuning.PromptKind.CLICK,
                List.of(),
                List.of(List.of(new Click(240, 300, true))),
                new SplittableRandom(0));
        try (TrainedModel model = new TrainedModel(sam, training, Optional.empty(), 8)) {
            LoraGradient gradient = model.gradient();
            Optimiser optimiser = model.optimiser(1000);
            List<Double> losses = new ArrayList<>();
            for (Prompted prompted : List.of(Prompted.exactly(sample), click, Prompted.exactly(sample), click)) {
                optimiser.clearGradients();
                losses.add(gradient.accumulate(List.of(prompted)).get(0));
                optimiser.step("step " + losses.size());
            }
            assertTrue(losses.get(2) < losses.get(0) && losses.get(3) < losses.get(1), "losses " + losses);
        }
    }

    private float[] golden(String name) {
        return goldens.tensor(name).toFloats();
    }
}
