package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.freshness.Freshness;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mask decoder trained along with LoRA, on the mini model. */
class DecoderTrainingTest {

    private static final Tuning FULL = new Tuning(
            Tuning.Recipe.PREDECESSOR,
            Tuning.PREDECESSOR.targets(),
            Tuning.DecoderTraining.FULL,
            OptionalInt.empty(),
            OptionalDouble.of(1e-3),
            new Tuning.Optimization(
                    Tuning.Optimizer.ADAM,
                    0,
                    Tuning.Schedule.COSINE,
                    2,
                    OptionalDouble.of(1),
                    1,
                    OptionalDouble.empty(),
                    Tuning.EpochChoice.BEST,
                    Precision.FLOAT32),
            Tuning.Loss.DICE_CE,
            Tuning.PREDECESSOR.prompts(),
            List.of());

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Request request(String output, Tuning tuning) {
        Request plain = dataset.request(output, 1, 1e-2, 2);
        Request.Training t = plain.training();
        return SmallDataset.with(
                plain,
                new Request.Training(
                        t.ranks(),
                        t.alpha(),
                        t.blocks(),
                        t.epochs(),
                        t.batchSize(),
                        t.learningRate(),
                        t.patience(),
                        t.jitter(),
                        t.lossSize(),
                        t.seed(),
                        tuning,
                        t.folds()));
    }

    /** Trained, written, read and evaluated: the decoder's tensors are the adapter's. */
    @Test
    void replacesTheDecoder() throws IOException {
        Request request = request("out", FULL);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            new EvaluateTask(session).run();
        }
        OutputLayout layout = new OutputLayout(request.outputFolder());
        Adapter adapter = AdapterFile.read(layout.adapter(2));
        assertEquals(8, adapter.pairs().size());
        assertTrue(adapter.replaced().keySet().stream().allMatch(name -> name.startsWith("mask_decoder.")));
        assertTrue(adapter.replaced().containsKey("mask_decoder.output_hypernetworks_mlps.0.layers.0.weight"));
        assertFalse(adapter.replaced().containsKey("mask_decoder.output_hypernetworks_mlps.1.layers.0.weight"));
        assertTrue(adapter.replaced().containsKey("mask_decoder.iou_prediction_head.layers.0.weight"));
        // what was measured while training is what the file gives
        Evaluation evaluation = new Freshness(request).requireEvaluation();
        assertEquals(
                Run.read(layout.run(2)).validationDice(),
                evaluation.model("rank-2").orElseThrow().validation().dice(),
                1e-3);
    }

    @Test
    void sameSeedSameBytes() throws IOException {
        for (String output : List.of("one", "two")) {
            Request request = request(output, FULL);
            new MaskBuilder(request, event -> {}).build();
            try (Session session = new Session(request, event -> {}, () -> {})) {
                new TrainTask(session).run();
            }
        }
        assertArrayEquals(
                Files.readAllBytes(new OutputLayout(folder.resolve("one")).adapter(2)),
                Files.readAllBytes(new OutputLayout(folder.resolve("two")).adapter(2)));
    }

    @Test
    void leavesNoArrayBehind() {
        Request request = request("out", FULL);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {});
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            int before = sam.manager().getManagedArrays().size();
            new RankTrainer(sam, session.samples(Split.TRAIN), 3, request.training(), Optional.empty())
                    .train(
                            2,
                            Validation.by(session.samples(Split.VALIDATION)),
                            new TrainingProgress(session, 2, 3, 2, 1));
            assertEquals(before, sam.manager().getManagedArrays().size());
        }
    }

    @Test
    void aRateForAFrozenDecoderIsRefused() {
        SyrException e = assertThrows(
                SyrException.class,
                () -> new Tuning(
                        Tuning.Recipe.PREDECESSOR,
                        Tuning.PREDECESSOR.targets(),
                        Tuning.DecoderTraining.FROZEN,
                        OptionalInt.empty(),
                        OptionalDouble.of(1e-3),
                        Tuning.PREDECESSOR.optimization(),
                        Tuning.Loss.DICE_CE,
                        Tuning.PREDECESSOR.prompts(),
                        List.of()));
        assertEquals("decoderLearningRate is given, and the decoder is frozen.", e.problem());
    }

    /** As PyTorch's clip_grad_norm_: 3, 4 and 12 have the norm 13. */
    @Test
    void gradientsAreClippedByTheirNormOverAll() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            List<NDArray> gradients =
                    new ArrayList<>(List.of(manager.create(new float[] {3, 4}), manager.create(new float[] {12})));
            assertEquals(13, GradientNorm.of(gradients), 1e-6);
            GradientNorm.bound(gradients, 13, 6.5);
            assertArrayEquals(new float[] {1.5f, 2}, gradients.get(0).toFloatArray(), 1e-5f);
            assertArrayEquals(new float[] {6}, gradients.get(1).toFloatArray(), 1e-5f);
            GradientNorm.bound(gradients, 6.5, 100);
            assertArrayEquals(new float[] {6}, gradients.get(1).toFloatArray(), 1e-5f);
        }
    }

    @Test
    void aGradientThatIsNoNumberNamesItsGroup() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Optimiser optimiser = new Optimiser(
                    manager,
                    List.of(
                            new Optimiser.Group("LoRA", new Given(manager, 1), 1e-3, "learningRate"),
                            new Optimiser.Group(
                                    "the mask decoder", new Given(manager, Float.NaN), 1e-3, "decoderLearningRate")),
                    Tuning.PREDECESSOR.optimization(),
                    10);
            SyrException e = assertThrows(SyrException.class, () -> optimiser.step("rank 2, epoch 1"));
            assertEquals(
                    "rank 2, epoch 1: the norm of the gradients of the mask decoder is NaN. "
                            + "Try a lower decoderLearningRate, or <maxGradientNorm>1</maxGradientNorm>.",
                    e.getMessage());
        }
    }

    /** One number with a given gradient. */
    private record Given(NDManager manager, float gradient) implements Trained {

        @Override
        public List<NDArray> arrays() {
            return List.of(manager.create(1f));
        }

        @Override
        public List<NDArray> gradients() {
            return List.of(manager.create(gradient));
        }

        @Override
        public List<NDArray> plainViews() {
            return arrays();
        }

        @Override
        public void replace(List<float[]> numbers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void clearGradients() {}
    }

    @Test
    void ratesRiseAndFall() {
        LearningRates cosine = new LearningRates(Tuning.Schedule.COSINE, 4, 104);
        assertEquals(0.25, cosine.factor(0));
        assertEquals(1, cosine.factor(3));
        assertEquals(1, cosine.factor(4));
        assertEquals(0.5, cosine.factor(54), 1e-12);
        assertEquals(0, cosine.factor(104), 1e-12);
        LearningRates constant = new LearningRates(Tuning.Schedule.CONSTANT, 0, 10);
        assertEquals(1, constant.factor(0));
        assertEquals(1, constant.factor(9));
    }
}
